package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceTokens;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The door of LiveKit's signalling. Examines the token before the upgrade, so that its status tells native clients what is
 * wrong; the {@code validate} twins tell browsers, which cannot see it, by the same examination.
 */
@WebServlet(urlPatterns = {"/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate"})
public class SignalServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String CONTAINER = ServerContainer.class.getName();

    private final transient VoiceTokens tokens;
    private final transient RoomDirectory directory;

    @Inject
    public SignalServlet(VoiceTokens tokens, RoomDirectory directory) {
        this.tokens = tokens;
        this.directory = directory;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cache-Control", "no-store");
        switch (request.getMethod()) {
            case "OPTIONS" -> {
                response.setHeader("Access-Control-Allow-Headers", "Authorization");
                response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
                response.setStatus(204);
            }
            case "HEAD" -> response.setStatus(200); // clients probe whether they are online
            case "GET" -> get(request, response);
            default -> say(response, 405, "GET only");
        }
    }

    private void get(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        boolean validates = request.getServletPath().endsWith("/validate");
        boolean upgrades = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (!validates && !upgrades) {
            say(response, 404, "not found");
            return;
        }
        switch (examine(request)) {
            case TokenVerdict.Refused(int status, String message) -> {
                directory.counters().refusedTokens.increment();
                say(response, status, message);
            }
            case TokenVerdict.Granted(VoiceGrant grant) -> {
                Optional<JoinIntent> intent = intent(request, grant);
                if (intent.isEmpty()) {
                    say(response, 400, "join_request cannot be read");
                } else if (validates) {
                    say(response, 200, "success");
                } else {
                    upgrade(request, response, intent.get());
                }
            }
        }
    }

    private TokenVerdict examine(HttpServletRequest request) {
        return switch (tokens.check(token(request))) {
            case TokenVerdict.Refused refused -> refused;
            case TokenVerdict.Granted(VoiceGrant grant) -> directory.admit(grant);
        };
    }

    private static Optional<JoinIntent> intent(HttpServletRequest request, VoiceGrant grant) {
        return request.getServletPath().startsWith("/rtc/v1")
                ? JoinReader.single(grant, query(request, "join_request"))
                : Optional.of(JoinReader.dual(grant, name -> query(request, name)));
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, JoinIntent intent)
            throws ServletException, IOException {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(SignalEndpoint.class, "/rtc")
                .configurator(new Prepared(new SignalEndpoint(directory, intent)))
                .build();
        try {
            container(request).upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException cause) {
            throw new ServletException("The upgrade is not possible", cause);
        }
    }

    private static ServerContainer container(HttpServletRequest request) throws ServletException {
        if (request.getServletContext().getAttribute(CONTAINER) instanceof ServerContainer container) {
            return container;
        }
        throw new ServletException("This server has no WebSocket container");
    }

    private static String token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith("Bearer ")
                ? header.substring("Bearer ".length())
                : query(request, "access_token");
    }

    private static String query(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static void say(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(message);
    }

    /** Hands out the one endpoint that was made for this upgrade. */
    private static final class Prepared extends ServerEndpointConfig.Configurator {
        private final SignalEndpoint endpoint;

        Prepared(SignalEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }
    }
}

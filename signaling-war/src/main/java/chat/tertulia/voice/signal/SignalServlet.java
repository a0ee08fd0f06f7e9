package chat.tertulia.voice.signal;

import chat.tertulia.gateway.engine.WebSocketUpgrade;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceTokens;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The door of LiveKit's signalling. Examines the token before the upgrade, so that its status tells native clients what is
 * wrong; the {@code validate} twins tell browsers, which cannot see it, by the same examination.
 */
@WebServlet(urlPatterns = {"/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate"})
public class SignalServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

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
        boolean upgrades = WebSocketUpgrade.isAsked(request);
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
                    WebSocketUpgrade.accept(request, response, new SignalEndpoint(directory, intent.get()));
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
}

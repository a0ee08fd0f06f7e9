package chat.tertulia.gateway.engine;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP path of an {@link EngineServer}: handshakes, polls, posts and WebSocket upgrades. Requests wait without a
 * thread.
 */
public final class EngineServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(EngineServlet.class.getName());
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final transient EngineServer server;
    private final transient OriginPolicy origins;
    private final transient TrustedProxies proxies;

    public EngineServlet(EngineServer server, OriginPolicy origins, TrustedProxies proxies) {
        this.server = server;
        this.origins = origins;
        this.proxies = proxies;
    }

    /** Serves a path and everything below it. */
    public void mount(ServletContext context, String path) {
        ServletRegistration.Dynamic registration = context.addServlet(path, this);
        registration.setAsyncSupported(true);
        registration.addMapping(path + "/*");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String origin = request.getHeader("Origin");
        if (!origins.allows(origin)) {
            refuse(response, HandshakeError.FORBIDDEN);
            return;
        }
        if (origin != null) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.addHeader("Vary", "Origin");
        }
        response.setHeader("Cache-Control", "no-store");
        if ("OPTIONS".equals(request.getMethod())) {
            preflight(response);
            return;
        }
        Query query = Query.of(request.getQueryString());
        if (query.transport().equals("websocket")) {
            webSocket(request, response, query);
        } else if (query.transport().equals("polling")) {
            polling(request, response, query);
        } else {
            refuse(response, HandshakeError.UNKNOWN_TRANSPORT);
        }
    }

    private static void preflight(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET,POST");
        response.setHeader("Access-Control-Allow-Headers", "content-type,authorization");
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(204);
    }

    private void webSocket(HttpServletRequest request, HttpServletResponse response, Query query)
            throws ServletException, IOException {
        String address = address(request);
        EngineSession session = server.find(query.session());
        if (!WebSocketUpgrade.isAsked(request)) {
            refuse(response, HandshakeError.BAD_REQUEST);
        } else if (!query.version().equals("4")) {
            refuse(response, HandshakeError.UNSUPPORTED_VERSION);
        } else if (query.session().isEmpty()) {
            WebSocketUpgrade.accept(
                    request, response, new EngineEndpoint(wire -> WebSocketLink.first(server, wire, address)));
        } else if (session == null) {
            refuse(response, HandshakeError.UNKNOWN_SESSION);
        } else {
            WebSocketUpgrade.accept(
                    request, response, new EngineEndpoint(wire -> WebSocketLink.probing(server, wire, session)));
        }
    }

    private void polling(HttpServletRequest request, HttpServletResponse response, Query query) throws IOException {
        boolean get = "GET".equals(request.getMethod());
        EngineSession session = server.find(query.session());
        if (!query.version().equals("4")) {
            refuse(response, HandshakeError.UNSUPPORTED_VERSION);
        } else if (query.session().isEmpty()) {
            if (get) {
                server.openPolling(address(request)).poll(later(request));
            } else {
                refuse(response, HandshakeError.BAD_METHOD);
            }
        } else if (session == null && get && server.isLastPoll(query.session())) {
            write(response, 200, Frame.NOOP.inPayload());
        } else if (session == null) {
            refuse(response, HandshakeError.UNKNOWN_SESSION);
        } else if (session.onWebSocket() || !(get || "POST".equals(request.getMethod()))) {
            refuse(response, HandshakeError.BAD_REQUEST);
        } else if (get) {
            session.poll(later(request));
        } else {
            post(request, session);
        }
    }

    private void post(HttpServletRequest request, EngineSession session) {
        Poll answer = later(request);
        Lane.start(() -> {
            if (!session.posting(true)) {
                session.close(CloseCause.PROTOCOL);
                answer.answer(400, HandshakeError.BAD_REQUEST.body());
                return;
            }
            String payload = body(request);
            if (payload == null) {
                session.posting(false);
                answer.answer(413, HandshakeError.BAD_REQUEST.body());
                return;
            }
            EngineCodec.decodePayload(payload).forEach(session::received);
            session.posting(false);
            boolean bad = session.closedBy() == CloseCause.PROTOCOL;
            answer.answer(bad ? 400 : 200, bad ? HandshakeError.BAD_REQUEST.body() : "ok");
        });
    }

    /** Null when it is longer than allowed or does not arrive. */
    private @Nullable String body(HttpServletRequest request) {
        int max = server.settings().maxPayload();
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(max + 1);
            return bytes.length > max ? null : new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            LOG.log(Level.FINE, "A polling request broke off.", broken);
            return null;
        }
    }

    /** Frees the container's thread; whoever has the answer gives it, and a virtual thread writes it. */
    private static Poll later(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        AtomicBoolean answered = new AtomicBoolean();
        return (status, payload) -> {
            if (answered.compareAndSet(false, true)) {
                Lane.start(() -> write(context, status, payload));
            }
        };
    }

    private static void write(AsyncContext context, int status, String payload) {
        try {
            write((HttpServletResponse) context.getResponse(), status, payload);
            context.complete();
        } catch (IOException | RuntimeException broken) {
            // The client has gone; its session ends by the heartbeat, and recovery replays what was in this answer.
            LOG.log(Level.FINE, "A poll was not there any more.", broken);
        }
    }

    private static void refuse(HttpServletResponse response, HandshakeError error) throws IOException {
        write(response, error.status(), error.body());
    }

    private static void write(HttpServletResponse response, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(status == 200 ? TEXT : "application/json");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    private String address(HttpServletRequest request) {
        return proxies.address(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }
}

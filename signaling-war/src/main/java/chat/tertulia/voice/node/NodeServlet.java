package chat.tertulia.voice.node;

import chat.tertulia.gateway.engine.WebSocketUpgrade;
import chat.tertulia.platform.ServerConfig;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The door for media nodes: only who shows the node key is upgraded. Without a configured key nobody is. */
@WebServlet(urlPatterns = "/internal/media")
public class NodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ServerConfig config;
    private final transient MediaNodes nodes;

    @Inject
    public NodeServlet(ServerConfig config, MediaNodes nodes) {
        this.config = config;
        this.nodes = nodes;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!shows(config.nodeKey(), request.getHeader("Authorization"))) {
            nodes.counters().refusedHandshakes.increment();
            response.setHeader("WWW-Authenticate", "Bearer");
            response.setStatus(401);
            return;
        }
        if (!WebSocketUpgrade.isAsked(request)) {
            response.setHeader("Upgrade", "websocket");
            response.setStatus(426);
            return;
        }
        WebSocketUpgrade.accept(request, response, new NodeEndpoint(nodes));
    }

    /** Takes the same time for every wrong key. */
    static boolean shows(@Nullable String key, @Nullable String header) {
        String shown = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
        String wanted = key == null ? "" : key;
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8))
                && !wanted.isEmpty();
    }
}

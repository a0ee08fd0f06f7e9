package chat.tertulia.gateway.engine;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;

/**
 * Turns a request that a servlet is serving into a WebSocket. A deployed endpoint would answer its path alone and could not
 * choose the status of a refusal; a servlet can serve plain requests beside it and say 401 or 404 before upgrading.
 */
public final class WebSocketUpgrade {
    private WebSocketUpgrade() {}

    public static boolean isAsked(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** Answers 101 and hands the WebSocket to this endpoint, which serves no other. */
    public static void accept(HttpServletRequest request, HttpServletResponse response, Endpoint endpoint)
            throws IOException, ServletException {
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(
                        endpoint.getClass(), request.getServletPath() + "/")
                .configurator(new Single(endpoint))
                .build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException refused) {
            throw new ServletException("The WebSocket was not accepted.", refused);
        }
    }

    /** Hands out the one endpoint; the servlet has checked the origin already. */
    private static final class Single extends ServerEndpointConfig.Configurator {
        private final Endpoint endpoint;

        Single(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }
}

package chat.tertulia.gateway;

import chat.tertulia.gateway.socket.Answer;
import chat.tertulia.gateway.socket.InboundEvent;
import chat.tertulia.gateway.socket.Namespace;
import chat.tertulia.gateway.socket.Socket;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Problem;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The main namespace: brings each event to the feature that answers it, and refusals back as the one error envelope. Limits
 * are asked before anything is parsed.
 */
final class EventNamespace implements Namespace {
    private static final Logger LOG = Logger.getLogger(EventNamespace.class.getName());
    private static final Rate UNKNOWN = Rate.perSeconds(50, 10);
    private static final int MAX_NAME = 64;

    private final EventRoutes routes;
    private final Connections connections;
    private final RateLimits limits;
    private final int maxEvent;
    private final Consumer<ErrorCode> onError;
    private final Map<Socket, LiveConnection> live = new ConcurrentHashMap<>();

    EventNamespace(
            EventRoutes routes, Connections connections, RateLimits limits, int maxEvent, Consumer<ErrorCode> onError) {
        this.routes = routes;
        this.connections = connections;
        this.limits = limits;
        this.maxEvent = maxEvent;
        this.onError = onError;
    }

    @Override
    public void connected(Socket socket) {
        LiveConnection connection = new LiveConnection(socket, connections);
        live.put(socket, connection);
        connections.add(connection);
    }

    @Override
    public void gone(Socket socket) {
        LiveConnection connection = live.remove(socket);
        if (connection != null) {
            connection.end();
        }
    }

    @Override
    public void event(Socket socket, InboundEvent event, Answer answer) {
        LiveConnection connection = live.get(socket);
        if (connection == null) {
            return;
        }
        try {
            Object result = handle(connection, event);
            if (answer.isWanted()) {
                answer.send(acknowledgement(result));
            }
        } catch (Refusal refusal) {
            onError.accept(refusal.code());
            refuse(connection, event, answer, Problem.of(refusal, Ids.next()));
        } catch (RuntimeException | StackOverflowError bug) {
            Refusal refusal = Refusal.of(ErrorCode.INTERNAL, "Something went wrong here.");
            Problem problem = Problem.of(refusal, Ids.next());
            LOG.log(
                    Level.SEVERE,
                    bug,
                    () -> "Event " + event.name() + " failed, correlation " + problem.correlationId());
            onError.accept(refusal.code());
            refuse(connection, event, answer, problem);
        }
    }

    private @Nullable Object handle(LiveConnection connection, InboundEvent event) {
        if (event.size() > maxEvent) {
            throw Refusal.of(ErrorCode.TOO_LARGE, "The event is too large.");
        }
        EventRoutes.Route<?> route = event.name().length() > MAX_NAME ? null : routes.find(event.name());
        Principal principal = connection.principal().orElse(null);
        String sender = principal == null ? "a:" + connection.address() : "m:" + principal.memberId();
        if (route == null) {
            limits.take("event:" + sender, UNKNOWN);
            throw Refusal.of(ErrorCode.UNKNOWN_EVENT, "Nobody answers this event.");
        }
        limits.take(route.event() + " " + sender, route.limit());
        if (route.joined() && principal == null) {
            throw Refusal.of(ErrorCode.JOIN_REQUIRED, "Join the server first.");
        }
        return handle(connection, event, route);
    }

    private static <P> @Nullable Object handle(
            LiveConnection connection, InboundEvent event, EventRoutes.Route<P> route) {
        ArrayNode arguments = event.arguments();
        JsonNode first = arguments.path(0);
        JsonNode payload = first.isMissingNode() || first.isNull() ? JsonNodeFactory.instance.objectNode() : first;
        if (!payload.isObject()) {
            throw Refusal.of(ErrorCode.BAD_REQUEST, "The payload must be an object.");
        }
        return route.handler().handle(connection, Json.as(payload, route.payload()));
    }

    /** The handler's members beside {@code ok}, without building a tree. */
    private static String acknowledgement(@Nullable Object result) {
        String members = result == null ? "{}" : Json.write(result);
        if (!members.startsWith("{")) {
            throw new IllegalStateException("An acknowledgement is a record or a map.");
        }
        return "{\"ok\":true" + (members.equals("{}") ? "" : ",") + members.substring(1);
    }

    private void refuse(LiveConnection connection, InboundEvent event, Answer answer, Problem problem) {
        if (answer.isWanted()) {
            answer.send(Json.write(problem));
        } else {
            EventRoutes.Route<?> route = routes.find(event.name());
            String name = event.name().length() > MAX_NAME ? "" : event.name();
            connection.emit(route == null ? EventRoutes.errorEvent(name) : route.errorEvent(), problem);
        }
    }
}

package chat.tertulia.gateway.conformance;

import chat.tertulia.gateway.socket.Answer;
import chat.tertulia.gateway.socket.InboundEvent;
import chat.tertulia.gateway.socket.Namespace;
import chat.tertulia.gateway.socket.Socket;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Says the handshake's {@code auth}, sends {@code message} back as {@code message-back}, and acknowledges with what came. */
final class MirrorNamespace implements Namespace {
    /**
     * The suites attach a listener for this event only after the CONNECT answer has reached them, so the two must not arrive
     * in one read.
     */
    private static final Duration BEAT = Duration.ofMillis(50);

    @Override
    public void connected(Socket socket) {
        LockSupport.parkNanos(BEAT.toNanos());
        socket.emit(named("auth").add(socket.auth()));
    }

    @Override
    public void event(Socket socket, InboundEvent event, Answer answer) {
        switch (event.name()) {
            case "message" -> socket.emit(named("message-back").addAll(event.arguments()));
            case "message-with-ack" -> answer.send(event.arguments());
            default -> {}
        }
    }

    @Override
    public void gone(Socket socket) {}

    private static ArrayNode named(String event) {
        return JsonNodeFactory.instance.arrayNode().add(event);
    }
}

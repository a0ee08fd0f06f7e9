package chat.tertulia.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One client, from its CONNECT until it is gone for good. While its socket is away within the recovery window it stays
 * alive: what is emitted then is kept and sent when it comes back. May be called from any thread; nothing here blocks.
 */
public interface Connection {
    /** Unguessable, also Socket.IO's {@code sid}. */
    String id();

    /** The peer's IP address, after trusted proxies. */
    String address();

    /** The {@code auth} object of the CONNECT packet, or an empty object. */
    JsonNode auth();

    Optional<Principal> principal();

    /** Makes this connection speak for a member; the gateway indexes it at once. */
    void bind(Principal principal);

    void unbind();

    void emit(String event, Object payload);

    /** Queues a packet that was encoded once for many receivers. */
    void emit(EncodedEvent event);

    /** Tells the client that it is out and closes; no recovery afterwards. */
    void disconnect();

    /** A value that a feature keeps with the connection, for example an open challenge. */
    <T> Optional<T> attribute(Class<T> key);

    <T> void attribute(Class<T> key, T value);

    <T> Optional<T> removeAttribute(Class<T> key);
}

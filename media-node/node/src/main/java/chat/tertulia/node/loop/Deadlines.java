package chat.tertulia.node.loop;

import java.time.Duration;

/**
 * How long a loop waits before it changes a transport's state.
 *
 * @param connect from opening to the end of the handshake
 * @param consent without an authentic check of the peer (RFC 7675 allows up to 30 s; browsers check every 2 to 5 s)
 * @param orphan from failure or disconnection until the node forgets the transport by itself
 * @param agent how long an ICE agent lives on after its nomination
 */
public record Deadlines(Duration connect, Duration consent, Duration orphan, Duration agent) {
    public static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofSeconds(3));
}

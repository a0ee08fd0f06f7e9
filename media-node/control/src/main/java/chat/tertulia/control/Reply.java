package chat.tertulia.control;

import chat.tertulia.control.Command.IceParameters;
import java.util.List;

/** The one answer to a command. It leaves only after the command has taken effect on the room's loop. */
public sealed interface Reply extends NodeMessage {
    long id();

    @Wire("ok")
    record Done(long id) implements Reply {}

    /**
     * The command had no effect.
     *
     * @param code one of {@code unknown_room unknown_transport unknown_track malformed full draining}
     */
    @Wire("failed")
    record Failed(long id, String code, String message) implements Reply {}

    /**
     * What the peer needs to reach the transport.
     *
     * @param fingerprint SHA-256 of the node's certificate
     * @param candidates lines of {@code a=candidate}, without the prefix
     */
    @Wire("transport.opened")
    record TransportOpened(long id, IceParameters ice, String fingerprint, List<String> candidates) implements Reply {
        public TransportOpened {
            candidates = List.copyOf(candidates);
        }
    }

    /** @param lastSequence of the participant's reliable data packets, 0 before the first */
    @Wire("data.state")
    record DataState(long id, long lastSequence) implements Reply {}
}

package chat.tertulia.media.relay;

import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.NodeEvent.Speaker;
import chat.tertulia.media.data.Lane;
import java.util.List;
import java.util.Set;

/** What parts of a room tell each other beside packets. Transports are named by their handle in the part that has them. */
public sealed interface RelayMessage {
    /** All that a transport sends; replaces what was said before. */
    record Published(int transport, String participantId, ConfigureReceive description) implements RelayMessage {}

    /** The transport is closed. */
    record Ended(int transport) implements RelayMessage {}

    record Muted(String trackId, boolean muted) implements RelayMessage {}

    record TrackClosed(String trackId) implements RelayMessage {}

    /** A stream of a publisher: its transport, the place of its section there, its layer. */
    record Place(int transport, int section, int layer, long stream) {}

    /** A publisher's sender report, RFC 3550 §6.4.1. All parts have one clock for {@code arrivalNs}. */
    record Clock(Place of, long ntp, int timestamp, long arrivalNs) implements RelayMessage {}

    /**
     * To the part that publishes a track.
     *
     * @param subscribed somebody in the telling part is to get it
     * @param layer the best that is wanted there, -1 for none
     */
    record Wanted(String trackId, boolean subscribed, int layer) implements RelayMessage {}

    /** To the part that publishes a stream: somebody waits for a keyframe. */
    record KeyframeWanted(Place of) implements RelayMessage {}

    /** From the part that decides: whether this microphone is one of those that are forwarded. */
    record Audible(String trackId, boolean audible) implements RelayMessage {}

    /** From the part that decides: who began and who ceased to speak. */
    record Voices(List<Speaker> changes) implements RelayMessage {
        public Voices {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A message for participants of other parts, stamped.
     *
     * @param from the sender, empty for the server
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Data(String from, Lane lane, Set<String> destinations, byte[] bytes) implements RelayMessage {
        public Data {
            destinations = Set.copyOf(destinations);
        }
    }

    /** So much waits for a receiver that senders of reliable messages shall wait, or no more. */
    record SlowReceiver(int transport, String participantId, String identity, boolean slow) implements RelayMessage {}
}

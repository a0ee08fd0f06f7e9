package chat.tertulia.voice.signal;

import java.util.List;
import java.util.Map;

/** What came of a client's offer. */
sealed interface Negotiation {
    /**
     * @param midToTrackId which section carries which track to the client
     * @param bound tracks that got their section by this offer
     * @param withdrawn tracks whose section the client has given up
     */
    record Answered(String sdp, Map<String, String> midToTrackId, List<OwnTrack> bound, List<OwnTrack> withdrawn)
            implements Negotiation {
        public Answered {
            midToTrackId = Map.copyOf(midToTrackId);
            bound = List.copyOf(bound);
            withdrawn = List.copyOf(withdrawn);
        }
    }

    /** @param why for the log */
    record Unusable(String why) implements Negotiation {}
}

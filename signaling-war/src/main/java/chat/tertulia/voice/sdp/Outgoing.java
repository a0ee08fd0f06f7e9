package chat.tertulia.voice.sdp;

/**
 * What we send in a section.
 *
 * @param stream first token of the msid; equal streams are played in sync
 * @param rtxSsrc repair stream, or 0
 */
public record Outgoing(String stream, String track, long ssrc, long rtxSsrc) {
    /** In a stream of its own, which names the track: {@code PA_publisher|TR_track}. */
    public Outgoing alone() {
        return new Outgoing(stream.replaceFirst("\\|.*", "|" + track), track, ssrc, rtxSsrc);
    }
}

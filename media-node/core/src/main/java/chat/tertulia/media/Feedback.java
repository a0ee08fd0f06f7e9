package chat.tertulia.media;

import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.twcc.ArrivalLog;
import chat.tertulia.media.twcc.FeedbackWriter;

/** Transport-wide feedback to one publisher: everything that carried a number is told, about ten times a second. */
final class Feedback {
    static final long INTERVAL_NS = 100_000_000;

    private final RoomState room;
    private final ArrivalLog arrivals = new ArrivalLog();
    private final FeedbackWriter writer = new FeedbackWriter();
    private long dueNs = Long.MAX_VALUE;
    private int lastSsrc;

    Feedback(RoomState room) {
        this.room = room;
    }

    /** @param transportSequence -1 when the packet carried none */
    void arrived(int transportSequence, int ssrc, long nowNs) {
        if (transportSequence < 0) {
            return;
        }
        arrivals.arrived(transportSequence, nowNs);
        lastSsrc = ssrc;
        if (dueNs == Long.MAX_VALUE && arrivals.pending()) {
            dueNs = nowNs + INTERVAL_NS;
            room.wakeAt(dueNs);
        }
    }

    long dueNs() {
        return dueNs;
    }

    void write(Compound compound, int localSsrc) {
        dueNs = Long.MAX_VALUE;
        while (arrivals.pending()) {
            RtcpWriter rtcp = compound.withRoom(FeedbackWriter.MAX_BYTES);
            int written = writer.write(arrivals, localSsrc, lastSsrc, rtcp.array(), rtcp.length());
            if (written == 0) {
                return;
            }
            rtcp.skip(written);
        }
    }
}

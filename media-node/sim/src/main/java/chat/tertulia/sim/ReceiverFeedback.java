package chat.tertulia.sim;

import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.twcc.ArrivalLog;
import chat.tertulia.media.twcc.FeedbackWriter;
import java.util.function.Consumer;

/** What a receiver tells for congestion control: transport-wide feedback as browsers send it, an estimate, or nothing. */
public final class ReceiverFeedback {
    /** How a receiver behaves. */
    public enum Kind {
        TRANSPORT_WIDE,
        /** draft-alvestrand-rmcat-remb-03, always of the same estimate, and receiver reports. */
        ESTIMATE,
        /** Receiver reports only (RFC 3550). */
        REPORTS,
        NONE
    }

    private static final long INTERVAL_NS = 60_000_000;

    private final SimClock clock;
    private final int ownSsrc;
    private final Consumer<RtcpWriter> network;
    private final ArrivalLog log = new ArrivalLog();
    private final FeedbackWriter feedback = new FeedbackWriter();
    private final RtpView view = new RtpView();
    private Kind kind = Kind.TRANSPORT_WIDE;
    private long remb;
    private int mediaSsrc;

    ReceiverFeedback(SimClock clock, int ownSsrc, Consumer<RtcpWriter> network) {
        this.clock = clock;
        this.ownSsrc = ownSsrc;
        this.network = network;
        clock.after(INTERVAL_NS, this::tell);
    }

    public void kind(Kind other) {
        kind = other;
    }

    /** Tells this estimate instead of what came. */
    public void estimate(long bitsPerSecond) {
        kind = Kind.ESTIMATE;
        remb = bitsPerSecond;
    }

    boolean reports() {
        return kind != Kind.NONE;
    }

    void arrived(byte[] packet) {
        if (view.wrap(packet, 0, packet.length) != Verdict.WELL_FORMED) {
            throw new IllegalStateException("The room sent RTP that is not well-formed");
        }
        for (int i = 0; i < view.elements(); i++) {
            if (view.elementId(i) == SimPeer.RECEIVER_TRANSPORT_SEQUENCE_ID) {
                log.arrived(NetworkOrder.u16(packet, view.elementOffset(i)), clock.nowNs());
                mediaSsrc = view.ssrc();
            }
        }
    }

    private void tell() {
        RtcpWriter writer = new RtcpWriter();
        writer.begin(new byte[4000]);
        while (kind == Kind.TRANSPORT_WIDE && log.pending() && writer.room() > FeedbackWriter.MAX_BYTES) {
            writer.skip(feedback.write(log, ownSsrc, mediaSsrc, writer.array(), writer.length()));
        }
        if (kind == Kind.ESTIMATE) {
            writer.skip(writeEstimate(writer.array(), writer.length()));
        }
        network.accept(writer);
        clock.after(INTERVAL_NS, this::tell);
    }

    private int writeEstimate(byte[] bytes, int at) {
        int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(remb) - 18);
        NetworkOrder.put8(bytes, at, 0x80 | RtcpView.APPLICATION);
        NetworkOrder.put8(bytes, at + 1, RtcpView.PAYLOAD_FEEDBACK);
        NetworkOrder.put16(bytes, at + 2, 5);
        NetworkOrder.put32(bytes, at + 4, ownSsrc);
        NetworkOrder.put32(bytes, at + 8, 0);
        NetworkOrder.put32(bytes, at + 12, 0x52454d42);
        NetworkOrder.put8(bytes, at + 16, 1);
        NetworkOrder.put24(bytes, at + 17, (int) ((exponent << 18) | (remb >> exponent)));
        NetworkOrder.put32(bytes, at + 20, mediaSsrc);
        return 24;
    }
}

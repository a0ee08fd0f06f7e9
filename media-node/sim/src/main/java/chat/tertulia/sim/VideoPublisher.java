package chat.tertulia.sim;

import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a browser for one video section: one or more encodings, keyframes when asked (though not twice within
 * 300 ms), retransmissions on the repair stream, probes there.
 */
public final class VideoPublisher {
    private static final long KEYFRAME_PAUSE_NS = 300_000_000;
    private static final int CLOCK_RATE = 90_000;
    private static final int REMEMBERED = 2000;
    private static final int RTX_OFFSET = 0x1000;
    private static final long FRAME_NS = 33_333_333;
    private static final long RESTLESS_FRAME_NS = 50_000_000;

    /**
     * @param startsAfterNs browsers start their best encoding seconds after the others
     * @param restless null for frames that are all alike
     */
    public record Encoding(
            String rid,
            int packetsPerFrame,
            long startsAfterNs,
            @Nullable Restless restless) {
        public Encoding(String rid, int packetsPerFrame, long startsAfterNs) {
            this(rid, packetsPerFrame, startsAfterNs, null);
        }

        /** Three temporal layers of frames that waver. */
        public static Encoding restless(String rid, int bitsPerSecond) {
            return new Encoding(rid, 1, 0, new Restless(bitsPerSecond));
        }
    }

    /** @param bitsPerSecond of all temporal layers; RTP payload */
    public record Restless(int bitsPerSecond) {}

    private static final class Running {
        private final SyntheticVideo video;
        private final int clockOffset;
        private final Map<Integer, byte[]> sent = new HashMap<>();
        private boolean active;
        private int growth = 1;
        private boolean keyframeWanted = true;
        private long keyframeNs = Long.MIN_VALUE / 2;
        private int rtxSequence;
        private long packets;
        private int keyframes;
        private int requests;

        Running(SyntheticVideo video, int clockOffset) {
            this.video = video;
            this.clockOffset = clockOffset;
        }
    }

    private final SimClock clock;
    private final Consumer<byte[]> network;
    private final String mid;
    private final List<Running> encodings = new ArrayList<>();
    private final long frameNs;
    private boolean probing;
    private boolean stopped;
    private boolean obedient;

    /** @param firstSsrc the encodings' SSRCs count from it, their repair streams' from {@code firstSsrc + 0x1000} */
    VideoPublisher(SimCall call, Consumer<byte[]> network, String mid, int firstSsrc, List<Encoding> encodings) {
        clock = call.clock();
        this.network = network;
        this.mid = mid;
        boolean wavers = encodings.getFirst().restless() != null;
        frameNs = wavers ? RESTLESS_FRAME_NS : FRAME_NS;
        for (int i = 0; i < encodings.size(); i++) {
            Encoding encoding = encodings.get(i);
            SyntheticVideo.Description description = new SyntheticVideo.Description(
                    i, mid, encoding.rid(), SimPeer.VP8, firstSsrc + i, encoding.packetsPerFrame(), 1000);
            Restless restless = encoding.restless();
            SyntheticVideo video = restless == null
                    ? new SyntheticVideo(description, 0xfff0 + 777 * i)
                    : SyntheticVideo.restless(
                            description,
                            0xfff0 + 777 * i,
                            bytesAFrame(restless),
                            call.random().split());
            Running running = new Running(video, clockOffset(i));
            this.encodings.add(running);
            clock.after(encoding.startsAfterNs(), () -> running.active = true);
        }
        clock.after(1, this::tick);
    }

    private int bytesAFrame(Restless restless) {
        return (int) (restless.bitsPerSecond() * frameNs / 8_000_000_000L);
    }

    /** Probe with padding on the repair streams, before any media too. */
    public void probe(boolean on) {
        probing = on;
    }

    public void active(int encoding, boolean on) {
        encodings.get(encoding).active = on;
        encodings.get(encoding).keyframeWanted |= on;
    }

    /** Stops what nobody gets and starts what somebody is to get again, as browsers with dynacast do. */
    public void obey() {
        obedient = true;
    }

    void demanded(int best) {
        for (int i = 0; obedient && i < encodings.size(); i++) {
            if (encodings.get(i).active != (i <= best)) {
                active(i, i <= best);
            }
        }
    }

    /** Frames of that encoding are so many times as large from now on, as when a screen begins to scroll. */
    public void grow(int encoding, int times) {
        encodings.get(encoding).growth = times;
    }

    public void stop() {
        stopped = true;
    }

    /** Keyframes of that encoding so far. */
    public int keyframes(int encoding) {
        return encodings.get(encoding).keyframes;
    }

    /** Requests for one that came. */
    public int keyframeRequests(int encoding) {
        return encodings.get(encoding).requests;
    }

    private void tick() {
        if (stopped) {
            return;
        }
        for (Running running : encodings) {
            if (probing) {
                sendProbe(running);
            }
            if (running.active) {
                sendFrame(running);
            }
        }
        clock.after(frameNs, this::tick);
    }

    private void sendFrame(Running running) {
        long nowNs = clock.nowNs();
        boolean keyframe = running.keyframeWanted && nowNs - running.keyframeNs >= KEYFRAME_PAUSE_NS;
        if (keyframe) {
            running.keyframeWanted = false;
            running.keyframeNs = nowNs;
            running.keyframes++;
        }
        for (byte[] packet : running.video.frame(timestamp(running), keyframe, running.growth)) {
            running.sent.put(NetworkOrder.u16(packet, 2), packet);
            running.sent.remove((NetworkOrder.u16(packet, 2) - REMEMBERED) & 0xffff);
            running.packets++;
            network.accept(packet.clone());
        }
    }

    private void sendProbe(Running running) {
        SyntheticVideo.Description description = running.video.description();
        SyntheticPacket.Header header = new SyntheticPacket.Header(
                SimPeer.VP8_RTX, false, nextRtx(running), 0, description.ssrc() + RTX_OFFSET);
        network.accept(SyntheticPacket.probe(header, mid, description.rid(), 200));
    }

    private static int nextRtx(Running running) {
        running.rtxSequence = (running.rtxSequence + 1) & 0xffff;
        return running.rtxSequence;
    }

    private static int clockOffset(int encoding) {
        return 123_456_789 * (encoding + 1);
    }

    /** How long ago a packet with this timestamp of that encoding was sent. */
    static long ageNs(SimClock clock, int encoding, int timestamp) {
        int elapsed = (int) (clock.nowNs() / 1000 * CLOCK_RATE / 1_000_000) + clockOffset(encoding) - timestamp;
        return elapsed * 1_000_000_000L / CLOCK_RATE;
    }

    private int timestamp(Running running) {
        return (int) (clock.nowNs() / 1000 * CLOCK_RATE / 1_000_000) + running.clockOffset;
    }

    void keyframeRequested(int ssrc) {
        for (Running running : encodings) {
            if (running.video.description().ssrc() == ssrc) {
                running.requests++;
                // A request close behind the last keyframe is dropped, as browsers do.
                running.keyframeWanted |= clock.nowNs() - running.keyframeNs >= KEYFRAME_PAUSE_NS;
            }
        }
    }

    void resend(int ssrc, int sequence) {
        for (Running running : encodings) {
            byte[] packet = running.sent.get(sequence);
            if (running.video.description().ssrc() == ssrc && packet != null) {
                network.accept(
                        SyntheticPacket.retransmission(packet, SimPeer.VP8_RTX, ssrc + RTX_OFFSET, nextRtx(running)));
            }
        }
    }

    void report(RtcpWriter writer, long ntp) {
        for (Running running : encodings) {
            if (running.active) {
                int ssrc = running.video.description().ssrc();
                writer.senderReport(ssrc, ntp, timestamp(running), running.packets, running.packets * 1000);
            }
        }
    }
}

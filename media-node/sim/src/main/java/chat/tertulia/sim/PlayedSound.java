package chat.tertulia.sim;

import chat.tertulia.media.codec.RedPayload;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The playing half of a browser for one section of sound: takes RED (RFC 2198) apart, asks with each packet for all that is missing
 * and could still come in time, and plays a frame each 20 ms, some time after the first one came. What is not there then is
 * concealed.
 */
public final class PlayedSound {
    private static final long FRAME_NS = 20_000_000;
    private static final long ROUND_TRIP_NS = 40_000_000;

    private final SimClock clock;
    private final int ssrc;
    private final long delayNs;
    private final Consumer<int[]> asks;
    private final RtpView view = new RtpView();
    private final RedPayload.Blocks blocks = new RedPayload.Blocks();
    private final Set<Integer> waiting = new HashSet<>();
    private final TreeMap<Long, Long> missing = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long highest = -1;
    private int next;
    private int shift;
    private long frames;
    private long concealed;
    private long bytes;

    /** @param asks is handed the numbers of a NACK */
    PlayedSound(SimClock clock, int ssrc, long delayNs, Consumer<int[]> asks) {
        this.clock = clock;
        this.ssrc = ssrc;
        this.delayNs = delayNs;
        this.asks = asks;
    }

    int ssrc() {
        return ssrc;
    }

    /** Frames that were played or should have been, since the last call of {@link #forget}. */
    public long frames() {
        return frames;
    }

    /** The part of them that was made up. */
    public double concealed() {
        return frames == 0 ? 0 : (double) concealed / frames;
    }

    /** Of RTP, headers included. */
    public long bytes() {
        return bytes;
    }

    /** Counts anew. */
    public void forget() {
        frames = 0;
        concealed = 0;
        bytes = 0;
    }

    /** Sound that is not what its timestamp says; empty when all is well. */
    public List<String> faults() {
        return faults;
    }

    void receive(byte[] packet) {
        view.wrap(packet, 0, packet.length);
        bytes += packet.length;
        number(view.sequence());
        int at = view.payloadOffset();
        int length = view.payloadLength();
        if (view.payloadType() == SimPeer.RECEIVER_RED) {
            int count = blocks.read(packet, at, length);
            for (int i = 0; i < count; i++) {
                frame(packet, blocks.offset(i), view.timestamp() - blocks.step(i));
            }
            int headers = RedPayload.headerBytes(packet, at);
            for (int i = 0; i < count; i++) {
                headers += blocks.bytes(i);
            }
            at += headers;
        }
        frame(packet, at, view.timestamp());
        if (!missing.isEmpty()) {
            asks.accept(missing.keySet().stream().mapToInt(Long::intValue).toArray());
        }
    }

    private void frame(byte[] packet, int at, int timestamp) {
        if (frames == 0 && waiting.isEmpty() && next == 0) {
            next = timestamp;
            shift = NetworkOrder.i32(packet, at) - timestamp;
            clock.after(delayNs, this::play);
        }
        if (NetworkOrder.i32(packet, at) - timestamp != shift) {
            faults.add("at " + timestamp + " is the sound of another time");
        }
        if (timestamp - next >= 0) {
            waiting.add(timestamp);
        }
    }

    private void number(int sequence16) {
        long sequence = highest < 0 ? 0x1_0000L + sequence16 : SequenceUnwrapper.near(highest, sequence16);
        for (long lost = highest + 1; highest >= 0 && lost < sequence; lost++) {
            missing.put(lost, clock.nowNs() + delayNs - ROUND_TRIP_NS / 2);
        }
        missing.remove(sequence);
        missing.values().removeIf(usefulUntilNs -> usefulUntilNs < clock.nowNs());
        highest = Math.max(highest, sequence);
    }

    private void play() {
        frames++;
        concealed += waiting.remove(next) ? 0 : 1;
        next += SyntheticAudio.SAMPLES;
        clock.after(FRAME_NS, this::play);
    }
}

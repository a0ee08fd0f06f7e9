package chat.tertulia.sim;

import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.NetworkOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The sending half of a browser for one microphone: a packet each 20 ms. */
public final class AudioPublisher {
    private static final long PACKET_NS = 20_000_000;
    private static final int REMEMBERED = 100;

    private final SimClock clock;
    private final Consumer<byte[]> network;
    private final SyntheticAudio audio;
    private final Map<Integer, byte[]> sent = new HashMap<>();
    private boolean redundant;
    private boolean answers = true;
    private int level = 127;
    private long packets;
    private boolean stopped;

    AudioPublisher(SimClock clock, Consumer<byte[]> network, SyntheticAudio audio, long startsAfterNs) {
        this.clock = clock;
        this.network = network;
        this.audio = audio;
        clock.after(startsAfterNs, this::tick);
    }

    /** In -dBov: 0 is loudest, 127 silence. */
    public void level(int dbov) {
        level = dbov;
    }

    /** Sends RED (RFC 2198) from now on. */
    public void redundant() {
        redundant = true;
    }

    /** Did not negotiate NACK. */
    public void deaf() {
        answers = false;
    }

    public void stop() {
        stopped = true;
    }

    public long packets() {
        return packets;
    }

    private void tick() {
        if (stopped) {
            return;
        }
        byte[] packet = redundant ? audio.redundantPacket(SimPeer.RED, level) : audio.packet(level);
        int sequence = NetworkOrder.u16(packet, 2);
        sent.put(sequence, packet);
        sent.remove((sequence - REMEMBERED) & 0xffff);
        network.accept(packet.clone());
        packets++;
        clock.after(PACKET_NS, this::tick);
    }

    void resend(int ssrc, int sequence) {
        byte[] packet = sent.get(sequence);
        if (answers && ssrc == audio.ssrc() && packet != null) {
            network.accept(packet.clone());
        }
    }

    void report(RtcpWriter writer, long ntp) {
        writer.senderReport(audio.ssrc(), ntp, audio.timestamp(), packets, packets * 80);
    }
}

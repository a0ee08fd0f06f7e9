package chat.tertulia.sim;

import chat.tertulia.media.rtcp.RtcpWriter;
import java.util.function.Consumer;

/** The sending half of a browser for one microphone: a packet each 20 ms. */
public final class AudioPublisher {
    private static final long PACKET_NS = 20_000_000;

    private final SimClock clock;
    private final Consumer<byte[]> network;
    private final SyntheticAudio audio;
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
        network.accept(audio.packet(level));
        packets++;
        clock.after(PACKET_NS, this::tick);
    }

    void report(RtcpWriter writer, long ntp) {
        writer.senderReport(audio.ssrc(), ntp, audio.timestamp(), packets, packets * 80);
    }
}

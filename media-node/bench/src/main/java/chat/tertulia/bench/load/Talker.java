package chat.tertulia.bench.load;

import chat.tertulia.media.rtcp.RtcpWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The media of one participant in real time, and its sender reports. Owned by: the pacer. */
public final class Talker {
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    private final Peer peer;
    private final byte[] cname;
    private final int packetsAFrame;
    private final @Nullable OutgoingStream audio;
    private final @Nullable OutgoingStream video;
    private volatile int listeners;
    private volatile long sent;

    Talker(Seat seat, Peer peer) {
        this.peer = peer;
        this.cname = ("seat" + seat.number()).getBytes(StandardCharsets.US_ASCII);
        this.packetsAFrame = seat.sends().packetsAFrame();
        this.audio = seat.sends().hasSound() ? new OutgoingStream(seat.audioSsrc()) : null;
        this.video = seat.sends().hasVideo() ? new OutgoingStream(seat.videoSsrc()) : null;
    }

    boolean hasSound() {
        return audio != null;
    }

    boolean hasVideo() {
        return video != null;
    }

    /** Each packet is owed to so many from now on. */
    public void listeners(int count) {
        listeners = count;
    }

    /** Copies that the forwarding unit owes for what was sent. */
    long owed() {
        return sent * listeners;
    }

    void speak(byte[] scratch) {
        OutgoingStream stream = audio;
        if (stream != null) {
            peer.sendRtp(scratch, stream.audio(scratch, System.nanoTime()));
            count(1);
        }
    }

    void show(byte[] scratch) {
        OutgoingStream stream = video;
        if (stream == null) {
            return;
        }
        boolean key = peer.takeKeyRequest();
        for (int i = 0; i < packetsAFrame; i++) {
            OutgoingStream.Place place = new OutgoingStream.Place(i == 0, i == packetsAFrame - 1, key);
            peer.sendRtp(scratch, stream.video(scratch, place, System.nanoTime()));
        }
        count(packetsAFrame);
    }

    /** Only the pacer writes. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int packets) {
        sent += packets;
    }

    /** RFC 3550 §6.4.1, one compound a stream. */
    void report(byte[] scratch) {
        for (OutgoingStream stream : streams()) {
            RtcpWriter out = new RtcpWriter();
            out.begin(scratch);
            out.senderReport(stream.ssrc(), ntp(), stream.timestamp(), stream.packets(), stream.octets());
            out.sourceDescription(stream.ssrc(), cname);
            peer.sendRtcp(scratch, out.length());
        }
    }

    private List<OutgoingStream> streams() {
        List<OutgoingStream> streams = new ArrayList<>();
        if (audio != null) {
            streams.add(audio);
        }
        if (video != null) {
            streams.add(video);
        }
        return streams;
    }

    private static long ntp() {
        long millis = System.currentTimeMillis();
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis) + NTP_EPOCH_SECONDS;
        return seconds << 32 | (millis % 1000 << 32) / 1000;
    }
}

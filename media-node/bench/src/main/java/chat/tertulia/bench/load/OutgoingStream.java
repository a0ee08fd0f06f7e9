package chat.tertulia.bench.load;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.put8;

import java.util.Random;

/**
 * RTP of one synthetic source. The last eight octets of each payload are the clock at which it left: forwarding units rewrite
 * the front of a packet, never its end. Owned by: the pacer.
 */
final class OutgoingStream {
    static final int STAMP = 8;
    static final int AUDIO_TYPE = 111;
    static final int VIDEO_TYPE = 96;
    static final int LEVEL_EXTENSION = 1;

    private static final int HEADER = 12;
    private static final int AUDIO_PAYLOAD = 100;
    private static final int VIDEO_PAYLOAD = 1040;
    private static final int AUDIO_TICKS = 960;
    private static final int VIDEO_TICKS = 3000;

    /** RFC 6464: voice activity, and -20 dBov. */
    private static final int LOUD = 0x80 | 20;

    private static final byte[] NOISE = noise();

    private final int ssrc;
    private int sequence;
    private int timestamp;
    private int picture;
    private long packets;
    private long octets;

    OutgoingStream(long ssrc) {
        this.ssrc = (int) ssrc;
        this.sequence = (int) (ssrc * 7919 & 0x3FFF);
    }

    /** Encoded speech does not compress: neither does this. */
    private static byte[] noise() {
        byte[] noise = new byte[2048];
        new Random(1).nextBytes(noise);
        return noise;
    }

    int ssrc() {
        return ssrc;
    }

    int timestamp() {
        return timestamp;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    /** Opus of 20 ms with its level. Returns the length. */
    int audio(byte[] out, long nowNs) {
        header(out, AUDIO_TYPE, false);
        out[0] |= 0x10;
        // RFC 8285 §4.2: one word of one-byte extensions.
        put16(out, HEADER, 0xBEDE);
        put16(out, HEADER + 2, 1);
        put8(out, HEADER + 4, LEVEL_EXTENSION << 4);
        put8(out, HEADER + 5, LOUD);
        put16(out, HEADER + 6, 0);
        timestamp += AUDIO_TICKS;
        return payload(out, HEADER + 8, AUDIO_PAYLOAD, nowNs);
    }

    /** One packet of a VP8 frame (RFC 7741 §4.2): 15-bit picture id, TL0PICIDX, one temporal layer. */
    int video(byte[] out, Place place, long nowNs) {
        header(out, VIDEO_TYPE, place.last);
        int length = payload(out, HEADER, VIDEO_PAYLOAD, nowNs);
        put8(out, HEADER, 0x80 | (place.first ? 0x10 : 0));
        put8(out, HEADER + 1, 0xE0);
        put16(out, HEADER + 2, 0x8000 | (picture & 0x7FFF));
        put8(out, HEADER + 4, picture);
        put8(out, HEADER + 5, 0);
        if (place.first) {
            frameHeader(out, HEADER + 6, place.key);
        }
        if (place.last) {
            picture++;
            timestamp += VIDEO_TICKS;
        }
        return length;
    }

    /** RFC 6386 §9.1: inverse key frame bit, version, shown; a key frame has a start code and its size, 640 × 360. */
    private static void frameHeader(byte[] out, int at, boolean key) {
        put8(out, at, key ? 0x10 : 0x11);
        put16(out, at + 1, 0);
        if (key) {
            put8(out, at + 3, 0x9D);
            put16(out, at + 4, 0x012A);
            put16(out, at + 6, 0x8002);
            put16(out, at + 8, 0x6801);
        }
    }

    private void header(byte[] out, int type, boolean marker) {
        put8(out, 0, 0x80);
        put8(out, 1, type | (marker ? 0x80 : 0));
        put16(out, 2, sequence++ & 0xFFFF);
        put32(out, 4, timestamp);
        put32(out, 8, ssrc);
    }

    private int payload(byte[] out, int at, int size, long nowNs) {
        System.arraycopy(NOISE, sequence & 0x1FF, out, at, size - STAMP);
        put32(out, at + size - STAMP, (int) (nowNs >>> 32));
        put32(out, at + size - STAMP + 4, (int) nowNs);
        packets++;
        octets += size;
        return at + size;
    }

    /** Where in its frame a packet is. */
    record Place(boolean first, boolean last, boolean key) {}
}

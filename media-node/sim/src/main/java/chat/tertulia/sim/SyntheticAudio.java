package chat.tertulia.sim;

import chat.tertulia.media.rtp.NetworkOrder;

/** One Opus stream: 20 ms packets with an audio level. The payload is not sound; it begins with the packet's timestamp. */
public final class SyntheticAudio {
    public static final int CLOCK_RATE = 48_000;
    public static final int SAMPLES = 960;

    private final String mid;
    private final int payloadType;
    private final int ssrc;
    private final int payloadBytes;
    private int sequence;
    private int timestamp;
    private byte[] former = {};

    public SyntheticAudio(String mid, int payloadType, int ssrc, int payloadBytes) {
        this.mid = mid;
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.payloadBytes = payloadBytes;
        sequence = ssrc & 0xffff;
        timestamp = ssrc * 31;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Of the next packet. */
    public int timestamp() {
        return timestamp;
    }

    /** @param level in -dBov: 0 is loudest, 127 silence */
    public byte[] packet(int level) {
        return packet(payloadType, level, frame());
    }

    /** The same as RED (RFC 2198) with the former packet's sound in it, as browsers send it. */
    public byte[] redundantPacket(int redPayloadType, int level) {
        byte[] frame = frame();
        byte[] before = former;
        former = frame;
        int headers = before.length == 0 ? 1 : 5;
        byte[] red = new byte[headers + before.length + frame.length];
        if (before.length > 0) {
            NetworkOrder.put8(red, 0, 0x80 | payloadType);
            NetworkOrder.put24(red, 1, SAMPLES << 10 | before.length);
        }
        red[headers - 1] = (byte) payloadType;
        System.arraycopy(before, 0, red, headers, before.length);
        System.arraycopy(frame, 0, red, headers + before.length, frame.length);
        return packet(redPayloadType, level, red);
    }

    private byte[] frame() {
        byte[] frame = new byte[payloadBytes];
        NetworkOrder.put32(frame, 0, timestamp);
        return frame;
    }

    private byte[] packet(int type, int level, byte[] payload) {
        SyntheticPacket.Header header = new SyntheticPacket.Header(type, false, sequence, timestamp, ssrc);
        sequence = (sequence + 1) & 0xffff;
        timestamp += SAMPLES;
        return SyntheticPacket.write(header, mid, "", level, payload);
    }
}

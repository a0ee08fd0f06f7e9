package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.fuzz.FuzzInput;
import java.nio.ByteBuffer;

/** Packets that are nearly right, of SSRCs and payload types that the commands name. */
final class PacketMaker {
    private static final int LARGEST = 1500;
    private static final long NTP = 0xE000_0000_0000_0000L;

    private final FuzzInput input;
    private final RoomUnderFire room;

    PacketMaker(FuzzInput input, RoomUnderFire room) {
        this.input = input;
        this.room = room;
    }

    /** One-byte elements with a mid and a rid, when the input says so; then a payload from the input. */
    byte[] rtp() {
        int flags = input.u8();
        ByteBuffer out = ByteBuffer.allocate(LARGEST);
        out.put((byte) (0x80 | (flags & 0x30))).put((byte) input.u8());
        out.putShort((short) input.u16()).putInt(input.i32()).putInt(ssrc());
        if ((flags & 0x10) != 0) {
            elements(out, flags);
        }
        out.put(input.bytes(input.u8()));
        if ((flags & 0x20) != 0) {
            out.put((byte) input.u8());
        }
        return written(out);
    }

    private void elements(ByteBuffer out, int flags) {
        int start = out.position();
        out.putInt(0);
        if ((flags & 1) != 0) {
            element(out, input.oneOf("0", "1", "v"));
        }
        if ((flags & 2) != 0) {
            element(out, input.oneOf("q", "h", "f"));
        }
        if ((flags & 4) != 0) {
            out.put(input.bytes(input.u8()));
        }
        while ((out.position() - start) % 4 != 0) {
            out.put((byte) 0);
        }
        out.putShort(start, (short) ((flags & 8) != 0 ? 0x1000 : 0xbede));
        out.putShort(start + 2, (short) ((out.position() - start) / 4 - 1));
    }

    private void element(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.put((byte) ((input.below(15) << 4) | (bytes.length - 1))).put(bytes);
    }

    private int ssrc() {
        return input.flag() ? input.below(8) : 100 + input.below(8);
    }

    /** A compound of one to four packets of all kinds that are read. */
    byte[] rtcp() {
        ByteBuffer out = ByteBuffer.allocate(LARGEST);
        for (int i = input.below(4); i >= 0; i--) {
            switch (input.below(7)) {
                case 0 -> nack(out);
                case 1 -> feedback(out, 0x81, 206, media());
                case 2 -> feedback(out, 0x84, 206, 0, media(), input.i32());
                case 3 -> feedback(out, 0x8f, 206, 0, 0x52454d42, input.i32(), media());
                case 4 -> senderReport(out);
                case 5 -> feedback(out, 0x81, 201, media(), input.i32(), 0, 0, input.i32(), input.i32());
                default -> feedback(out, 0x80 | input.u8(), 200 + input.below(8), input.i32());
            }
        }
        return written(out);
    }

    private int media() {
        return input.flag() ? room.lastSsrc() : ssrc();
    }

    private void nack(ByteBuffer out) {
        int packet = room.lastSequence() - input.below(32);
        feedback(out, 0x81, 205, media(), (packet << 16) | input.u16());
    }

    private void senderReport(ByteBuffer out) {
        int ssrc = ssrc();
        out.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(ssrc);
        out.putLong(NTP + ((long) input.i32() << 16))
                .putInt(input.i32())
                .putInt(1)
                .putInt(1);
    }

    private static void feedback(ByteBuffer out, int first, int type, int... words) {
        out.put((byte) first)
                .put((byte) type)
                .putShort((short) (words.length + 1))
                .putInt(0x77);
        for (int word : words) {
            out.putInt(word);
        }
    }

    private static byte[] written(ByteBuffer out) {
        byte[] packet = new byte[out.position()];
        out.flip().get(packet);
        return packet;
    }
}

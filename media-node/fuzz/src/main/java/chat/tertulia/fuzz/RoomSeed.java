package chat.tertulia.fuzz;

import java.io.ByteArrayOutputStream;

/** Inputs of the room target that mean an ordinary call. */
final class RoomSeed {
    private static final int VP8 = 96;
    private static final int RTX = 97;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RoomSeed() {}

    /** One publishes video, one gets it, loses packets and asks again. */
    static byte[] call(boolean rtx) {
        RoomSeed seed = new RoomSeed().begin(0, rtx);
        for (int i = 0; i < 20; i++) {
            seed.video(1, i, i % 10 == 0).put(6, 80);
            if (i % 5 == 4) {
                // NACK of the last packet, twice with half a second between.
                seed.put(8, 1, 0, 0, 1, 0, 0, 0).put(5, 8, 0).put(8, 1, 0, 0, 1, 0, 0, 0);
            }
        }
        return seed.put(4, 1, 0, 1)
                .video(1, 21, true)
                .put(4, 1, 0, 0)
                .video(1, 22, true)
                .bytes();
    }

    /** Two layers by mid and rid, a switch, a path that goes and comes back. */
    static byte[] simulcast() {
        RoomSeed seed = new RoomSeed().begin(2, true);
        for (int i = 0; i < 12; i++) {
            seed.put(11, 0, 0x13, VP8, 0, i, 0, 0, i, 0, 1, 3, 1, 1, 1, 2, 0, 4);
            seed.put(0x10, 0, 0x10, 0x55);
            seed.video(2, i, i % 6 == 0).put(6, 80);
        }
        return seed.put(4, 0, 1, 0, 1, 1)
                .put(1, 1, 0)
                .put(1, 1, 1)
                .video(2, 13, true)
                .put(5, 20, 0)
                .bytes();
    }

    private RoomSeed begin(int layers, boolean rtx) {
        put(0, 0).put(0, 1);
        // Receive on 0: mid, rid, transport sequence; one section "0" with track 0, video, one codec.
        put(2, 0, 3, 1, 0, 2, 1, 5, 4, 1, 0, 1, 0, 1, 1).codec(rtx).put(layers);
        for (int i = 0; i < layers; i++) {
            put(i, 64, 64);
        }
        put(layers == 0 ? 1 : 0);
        if (layers == 0) {
            put(1);
        }
        // Send on 1: mid, transport sequence, send time; section "1" with track 0, SSRC 4, and its repair.
        put(3, 1, 3, 3, 0, 4, 4, 14, 5, 1, 1, 0, 1, 1).codec(rtx).put(3);
        return rtx ? put(2, 3) : put(0);
    }

    private RoomSeed codec(boolean rtx) {
        put(1, VP8 + 1);
        return (rtx ? put(0, RTX + 1) : put(1)).put(0, 0);
    }

    private RoomSeed video(int ssrc, int sequence, boolean key) {
        put(11, 0, 0, VP8, 0, sequence, 0, 0, sequence, 0, 1, ssrc, 9);
        return put(0x90, 0xe0, 0x80, sequence, sequence, 0, key ? 0 : 1, 0x55, 0x55);
    }

    private RoomSeed put(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    private byte[] bytes() {
        return out.toByteArray();
    }
}

package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a peer sends, the room lives on. */
class FuzzTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldSurviveRandomBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestRoom room = watchedRoom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = new byte[random.nextInt(120)];
            random.nextBytes(packet);
            if (packet.length > 0 && random.nextBoolean()) {
                packet[0] = (byte) (0x80 | (packet[0] & 0x3f));
            }
            feed(room, packet, seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    void shouldSurviveDamagedPackets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestRoom room = watchedRoom(seed);
        List<byte[]> originals = List.of(
                media(random, 1).bytes(),
                media(random, 2)
                        .twoByteElements()
                        .element(40, "long enough to need two bytes")
                        .bytes(),
                new TestPacket(TestRoom.VP8_RTX, 9)
                        .element(TestRoom.MID, "v")
                        .element(TestRoom.REPAIRED_RID, "q")
                        .bytes(),
                new TestPacket(TestRoom.OPUS, 5)
                        .element(TestRoom.MID, "a")
                        .element(TestRoom.LEVEL, (byte) 3)
                        .bytes(),
                compound());
        for (int i = 0; i < 40_000; i++) {
            byte[] packet = originals.get(random.nextInt(originals.size())).clone();
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            feed(
                    room,
                    java.util.Arrays.copyOf(
                            packet, Math.max(0, packet.length - random.nextInt(3) * random.nextInt(12))),
                    seed);
        }
    }

    private static TestRoom watchedRoom(long seed) {
        TestRoom room = new TestRoom(seed);
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        return room;
    }

    private static void feed(TestRoom room, byte[] packet, long seed) {
        assertDoesNotThrow(
                () -> {
                    room.receive(room.publisher, packet);
                    room.receive(room.receiver, packet);
                    room.passMs(1);
                    room.sent.clear();
                },
                () -> "seed " + seed + ", packet " + java.util.HexFormat.of().formatHex(packet));
    }

    private static TestPacket media(SplittableRandom random, int ssrc) {
        return new TestPacket(TestRoom.VP8, ssrc)
                .sequence(random.nextInt(0x10000))
                .vp8(true, 1, 1);
    }

    /** SR with a report block, NACK, PLI, FIR, REMB, BYE. */
    private static byte[] compound() {
        return java.util.HexFormat.of()
                .parseHex("81c8000c00000001" + "00000002000000030000000400000005" + "00000006"
                        + "00004444010000020000000300000004" + "0000000500000006"
                        + "81cd000300000001000044440001ffff"
                        + "81ce00020000000100004444"
                        + "84ce0004000000010000000000004444" + "01000000"
                        + "8fce0005000000010000000052454d4201" + "0bffff00004444"
                        + "81cb000100000001");
    }
}

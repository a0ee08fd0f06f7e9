package chat.tertulia.media.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import chat.tertulia.media.data.DataPacket.Refused;
import chat.tertulia.media.data.DataPacket.Sender;
import chat.tertulia.media.data.DataPacket.Stamped;
import chat.tertulia.media.sctp.Reliability;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataPacketTest {
    private static final Sender BOB = new Sender("PA_bob", "bob");

    /** Fields one after the other, as the writer of this test's expectation wants them. */
    private static byte[] message(Object... fields) {
        ProtoWriter writer = new ProtoWriter(4_000);
        for (int i = 0; i < fields.length; i += 2) {
            int number = (Integer) fields[i];
            switch (fields[i + 1]) {
                case String text -> {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    writer.bytes(number, utf8, 0, utf8.length);
                }
                case byte[] bytes -> writer.bytes(number, bytes, 0, bytes.length);
                case Number value -> writer.varint(number, value.longValue());
                default -> throw new IllegalArgumentException();
            }
        }
        return writer.toBytes();
    }

    private static DataPacket read(byte[] packet, boolean reliable) {
        return DataPacket.read(packet, 0, packet.length, BOB, reliable);
    }

    @Test
    void shouldStampTheSenderOnAUserPacket() {
        byte[] sent = message(2, message(2, "payload", 4, "topic"), 16, 7);
        Stamped stamped = assertInstanceOf(Stamped.class, read(sent, true));
        assertEquals(7, stamped.sequence());
        assertEquals(Set.of(), stamped.destinations());
        assertArrayEquals(
                message(2, message(2, "payload", 4, "topic", 1, "PA_bob", 5, "bob"), 16, 7, 4, "bob", 17, "PA_bob"),
                stamped.bytes());
    }

    @Test
    void shouldReplaceAForgedSenderWhereverItIs() {
        byte[] user = message(1, "PA_alice", 5, "alice", 2, "x", 5, "alice", 1, "PA_alice");
        byte[] sent = message(4, "alice", 17, "PA_alice", 2, user, 17, "PA_alice", 4, "alice", 4, "eve");
        Stamped stamped = assertInstanceOf(Stamped.class, read(sent, true));
        assertArrayEquals(message(2, message(2, "x", 1, "PA_bob", 5, "bob"), 4, "bob", 17, "PA_bob"), stamped.bytes());
    }

    @Test
    void shouldNameNobodyForOneWhoIsHidden() {
        byte[] sent = message(4, "alice", 17, "PA_alice", 10, message(1, "id"));
        Stamped stamped =
                assertInstanceOf(Stamped.class, DataPacket.read(sent, 0, sent.length, new Sender("", ""), true));
        assertArrayEquals(message(10, message(1, "id")), stamped.bytes());
    }

    @Test
    void shouldReadWhomItIsFor() {
        byte[] outer = message(5, "carol", 2, message(6, "dave", 3, "PA_x", 2, "x"), 5, "erin");
        assertEquals(
                Set.of("carol", "erin"),
                assertInstanceOf(Stamped.class, read(outer, true)).destinations());
        byte[] inner = message(2, message(6, "dave", 2, "x"));
        assertEquals(
                Set.of("dave"),
                assertInstanceOf(Stamped.class, read(inner, true)).destinations());
    }

    @Test
    void shouldTellLossyOnesAndTakeTheirSequenceAway() {
        byte[] sent = message(1, 0, 2, message(2, "x"), 16, 4_000_000_000L);
        Stamped stamped = assertInstanceOf(Stamped.class, read(sent, false));
        assertEquals(0, stamped.sequence());
        assertArrayEquals(
                message(2, message(2, "x", 1, "PA_bob", 5, "bob"), 1, 1, 4, "bob", 17, "PA_bob"), stamped.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 8, 19, 99, 20_000})
    void shouldRefuseWhatOnlyServersSay(int kind) {
        assertEquals(new Refused(DataDrop.FORBIDDEN_KIND), read(message(kind, message(1, "x")), true));
    }

    @Test
    void shouldRefuseAPacketThatSaysTwoThings() {
        byte[] user = message(2, "x");
        assertEquals(new Refused(DataDrop.MALFORMED), read(message(2, user, 2, message(5, "alice")), true));
        assertEquals(new Refused(DataDrop.MALFORMED), read(message(10, user, 2, user), true));
        assertEquals(new Refused(DataDrop.MALFORMED), read(message(), true));
        assertEquals(new Refused(DataDrop.MALFORMED), read(message(2, 5), true));
    }

    @Test
    void shouldRefuseWhatLibrariesReadDifferently() {
        byte[] group = {0x13, 0x14};
        byte[] hugeTag = {(byte) 0x92, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1, 0};
        byte[] fieldZero = {2, 0};
        byte[] cut = {0x12, 5, 1};
        for (byte[] odd : new byte[][] {group, hugeTag, fieldZero, cut}) {
            assertEquals(new Refused(DataDrop.MALFORMED), read(odd, true), Arrays.toString(odd));
        }
    }

    @Test
    void shouldGiveAnyBytesAVerdict() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] good = message(4, "alice", 2, message(2, "payload", 4, "topic", 6, "x"), 5, "carol", 16, 9);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = random.nextBoolean() ? good.clone() : new byte[random.nextInt(60)];
            for (int flip = random.nextInt(6); flip >= 0 && bytes.length > 0; flip--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(bytes.length + 1);
            assertNotNull(DataPacket.read(bytes, 0, length, BOB, random.nextBoolean()));
            var _ = ChannelOpen.read(bytes, 0, length);
        }
    }

    @Test
    void shouldWriteAndReadChannelOpens() {
        for (Reliability reliability : new Reliability[] {
            Reliability.FULL, Reliability.ONCE, new Reliability(true, Reliability.UNLIMITED, 250_000_000L)
        }) {
            ChannelOpen open = new ChannelOpen(reliability, "_löss", "p");
            byte[] bytes = open.bytes();
            assertEquals(open, ChannelOpen.read(bytes, 0, bytes.length));
            assertNull(ChannelOpen.read(bytes, 0, bytes.length - 1));
        }
    }
}

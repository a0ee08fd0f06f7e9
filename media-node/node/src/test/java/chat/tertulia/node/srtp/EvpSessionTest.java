package chat.tertulia.node.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenSSL's engine against the reference, packet by packet. */
class EvpSessionTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private EvpSession server;
    private EvpSession client;
    private SrtpSession referenceServer;
    private SrtpSession referenceClient;

    @BeforeEach
    void start() {
        assertTrue(Libcrypto.works(), "these tests need libcrypto.so.3");
        byte[] material = new byte[SrtpKeys.length(SrtpProfile.AEAD_AES_128_GCM)];
        random.nextBytes(material);
        SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, material);
        MemorySegment scratch = Arena.ofAuto().allocate(EvpSession.SCRATCH);
        server = new EvpSession(keys, true, scratch);
        client = new EvpSession(keys, false, scratch);
        referenceServer = SrtpSession.ofServer(keys);
        referenceClient = SrtpSession.ofClient(keys);
    }

    private String seed() {
        return "seed " + seed;
    }

    /** Any header that is one: CSRCs, extensions of either form or of none that we know, marker, padding bit. */
    private byte[] packet(int ssrc, int sequence) {
        int sources = random.nextInt(4) == 0 ? random.nextInt(16) : 0;
        int words = random.nextBoolean() ? random.nextInt(12) : -1;
        int header = 12 + 4 * sources + (words < 0 ? 0 : 4 + 4 * words);
        byte[] packet = new byte[header + (random.nextInt(10) == 0 ? 0 : random.nextInt(1300))];
        random.nextBytes(packet);
        packet[0] = (byte) (0x80 | (random.nextInt(2) << 5) | (words < 0 ? 0 : 0x10) | sources);
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
        if (words >= 0) {
            // Any profile but those of RFC 9335: the reference would take them for encrypted extensions, which nobody
            // negotiated.
            packet[12 + 4 * sources] = (byte) (random.nextBoolean() ? 0xBE : 0x10);
            packet[12 + 4 * sources + 2] = 0;
            packet[12 + 4 * sources + 3] = (byte) words;
        }
        return packet;
    }

    private static byte[] roomy(byte[] plain) {
        return Arrays.copyOf(plain, plain.length + SrtpSession.ROOM);
    }

    @Test
    void shouldWriteAndReadTheReferencesBytesAcrossWraps() {
        int[] sequence = {65_000, 3, 30_000};
        for (int i = 0; i < 30_000; i++) {
            int stream = random.nextInt(3);
            sequence[stream] += random.nextInt(20) == 0 ? 1 + random.nextInt(3000) : 1;
            byte[] plain = packet(100 + stream, sequence[stream]);
            byte[] ours = roomy(plain);
            byte[] theirs = roomy(plain);
            int length = server.protectRtp(ours, 0, plain.length);
            assertEquals(length, referenceServer.protectRtp(theirs, 0, plain.length), this::seed);
            assertArrayEquals(theirs, ours, this::seed);
            assertEquals(plain.length, client.unprotectRtp(ours, 0, length), this::seed);
            assertArrayEquals(plain, Arrays.copyOf(ours, plain.length), this::seed);
            assertEquals(plain.length, referenceClient.unprotectRtp(theirs, 0, length), this::seed);
        }
    }

    /** Lost, repeated, forged and late packets: the same verdicts. Late by at most 60, since the reference looks no further. */
    @Test
    void shouldJudgeWhatComesInAsTheReferenceDoes() {
        byte[][] sent = new byte[20_000][];
        int sequence = 65_400;
        for (int i = 0; i < sent.length; i++) {
            byte[] plain = packet(5, sequence++);
            byte[] wire = roomy(plain);
            sent[i] = Arrays.copyOf(wire, referenceClient.protectRtp(wire, 0, plain.length));
        }
        for (int i = 0; i < sent.length; i++) {
            byte[] wire = sent[Math.max(0, i - (random.nextInt(4) == 0 ? random.nextInt(60) : 0))].clone();
            if (random.nextInt(5) == 0) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] theirs = wire.clone();
            int expected = referenceServer.unprotectRtp(theirs, 0, wire.length);
            int found = server.unprotectRtp(wire, 0, wire.length);
            if (expected < 0) {
                assertTrue(found < 0, this::seed);
            } else {
                assertEquals(expected, found, this::seed);
                assertArrayEquals(Arrays.copyOf(theirs, expected), Arrays.copyOf(wire, found), this::seed);
            }
        }
    }

    @Test
    void shouldBeTotalForShortPackets() {
        for (int length = 0; length <= 40; length++) {
            for (int i = 0; i < 500; i++) {
                byte[] data = new byte[length];
                random.nextBytes(data);
                if (length > 0) {
                    data[0] = (byte) (0x80 | (data[0] & 0x3F));
                }
                assertTrue(server.unprotectRtp(data, 0, length) < 0, this::seed);
            }
        }
    }

    @Test
    void shouldRefuseReplaysAndWhatIsTooOldToKnow() {
        byte[][] wires = new byte[StreamIndex.WINDOW + 2][];
        for (int i = 0; i < wires.length; i++) {
            byte[] plain = packet(5, 65_000 + i);
            byte[] wire = roomy(plain);
            wires[i] = Arrays.copyOf(wire, client.protectRtp(wire, 0, plain.length));
        }
        int last = wires.length - 1;
        assertTrue(server.unprotectRtp(wires[10].clone(), 0, wires[10].length) > 0);
        assertTrue(server.unprotectRtp(wires[last].clone(), 0, wires[last].length) > 0);
        assertEquals(SrtpSession.REPLAYED, server.unprotectRtp(wires[last].clone(), 0, wires[last].length));
        assertEquals(SrtpSession.REPLAYED, server.unprotectRtp(wires[10].clone(), 0, wires[10].length));
        assertEquals(SrtpSession.REPLAYED, server.unprotectRtp(wires[1].clone(), 0, wires[1].length), "too old");
        assertTrue(server.unprotectRtp(wires[2].clone(), 0, wires[2].length) > 0, "late, but within the window");
    }

    @Test
    void shouldRememberNoMoreThanItsStreams() {
        for (int ssrc = 1; ssrc <= SrtpSession.MOST_STREAMS; ssrc++) {
            byte[] plain = packet(ssrc, 1);
            byte[] wire = roomy(plain);
            int length = client.protectRtp(wire, 0, plain.length);
            assertTrue(server.unprotectRtp(wire, 0, length) > 0);
        }
        byte[] plain = packet(7777, 1);
        assertEquals(SrtpSession.TOO_MANY_STREAMS, client.protectRtp(roomy(plain), 0, plain.length));
        assertEquals(SrtpSession.TOO_MANY_STREAMS, server.unprotectRtp(roomy(plain), 0, plain.length + 16));
    }

    /**
     * A nonce is made of SSRC, roll-over counter and sequence number: all that leave are different, over two wraps, with late
     * packets and attempts to send one again. Seen from outside: the same plaintext never gives the same bytes.
     */
    @Test
    void shouldNeverUseANonceTwice() {
        Set<String> seen = new HashSet<>();
        byte[] plain = new byte[28];
        plain[0] = (byte) 0x80;
        int sequence = 60_000;
        int refused = 0;
        for (int i = 0; i < 150_000; i++) {
            sequence++;
            int sent = random.nextInt(10) == 0 ? sequence - random.nextInt(1200) : sequence;
            plain[2] = (byte) (sent >> 8);
            plain[3] = (byte) sent;
            byte[] wire = roomy(plain);
            int length = server.protectRtp(wire, 0, plain.length);
            if (length < 0) {
                assertEquals(SrtpSession.REPEATED, length);
                refused++;
            } else {
                assertTrue(seen.add(HexFormat.of().formatHex(wire, 12, 28)), this::seed);
            }
        }
        assertTrue(refused > 1000, () -> "the guard was not tried, " + seed());
        assertFalse(seen.isEmpty());
    }

    @Test
    void shouldRefuseToWorkWhenClosed() {
        byte[] plain = packet(5, 1);
        server.close();
        server.close();
        assertThrows(IllegalStateException.class, () -> server.protectRtp(roomy(plain), 0, plain.length));
    }
}

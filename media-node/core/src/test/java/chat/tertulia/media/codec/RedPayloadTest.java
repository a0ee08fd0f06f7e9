package chat.tertulia.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes by RFC 2198 §3. */
class RedPayloadTest {
    private final FrameFacts facts = new FrameFacts();

    private boolean read(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        facts.clear();
        return RedPayload.read(bytes, 0, bytes.length, facts);
    }

    @Test
    void shouldFindThePrimaryBlock() {
        assertTrue(read("6f aabbcc"), "nothing redundant");
        assertEquals(1, facts.primaryOffset());
        assertEquals(3, facts.primaryBytes());
        assertTrue(read("ef0f0002 6f 1111 aabb"), "one redundant block of two bytes");
        assertEquals(7, facts.primaryOffset());
        assertEquals(2, facts.primaryBytes());
        assertTrue(read("ef1e0001 ef0f0002 6f 11 2222 aa"));
        assertEquals(12, facts.primaryOffset());
        assertEquals(1, facts.primaryBytes());
    }

    @Test
    void shouldRefuseHeadersThatLie() {
        assertFalse(read(""));
        assertFalse(read("ef0f00"));
        assertFalse(read("ef0f0003 6f 1111"), "longer than the packet");
        assertFalse(read("ef0f0001"), "no primary");
        assertFalse(read("80000000".repeat(20) + "6f"), "more blocks than anybody sends");
        assertEquals(-1, facts.primaryBytes());
    }

    @Test
    void shouldGiveTheBlocksAnotherPayloadType() {
        byte[] bytes = HexFormat.of().parseHex("ef1e0001ef0f00026f11222233");
        byte[] into = new byte[16];
        int size = RedPayload.copyHeaders(bytes, 0, 0x33, into);
        assertArrayEquals(HexFormat.of().parseHex("b31e0001b30f000233"), Arrays.copyOf(into, size));
    }
}

package chat.tertulia.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes by RFC 9628 §4.2. */
class Vp9DescriptorTest {
    private final FrameFacts facts = new FrameFacts();

    private boolean read(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        facts.clear();
        return Vp9Descriptor.read(bytes, 0, bytes.length, facts);
    }

    @Test
    void shouldReadTheNonFlexibleMode() {
        // I P L . . E . Z, picture 0x1234, TID 2 U SID 1 D, TL0PICIDX 7
        assertTrue(read("e5 9234 53 07 aa"));
        assertEquals(0x1234, facts.ids().pictureId());
        assertEquals(7, facts.ids().tl0());
        assertEquals(2, facts.temporal());
        assertEquals(1, facts.spatial());
        assertTrue(facts.switchUp());
        assertTrue(facts.needsLower());
        assertTrue(facts.predicted());
        assertFalse(facts.usedByHigher());
        assertTrue(facts.ends());
        assertFalse(facts.starts());
        assertFalse(facts.keyframe());
    }

    @Test
    void shouldReadTheFlexibleMode() {
        // I P L F B . . ., picture 5 in 7 bits, TID 1 SID 2, two references
        assertTrue(read("f8 05 24 03 04 aa"));
        assertEquals(5, facts.ids().pictureId());
        assertFalse(facts.ids().hasTl0());
        assertEquals(1, facts.temporal());
        assertEquals(2, facts.spatial());
        assertTrue(facts.starts());
        assertFalse(read("f8 05 24 03 05"), "a third reference is announced and not there");
    }

    @Test
    void shouldReadTheScalabilityStructure() {
        // Keyframe of three layers with sizes and a group of four pictures
        assertTrue(read("aa 8001 00 01 58 0140 00b4 0280 0168 0500 02d0 04 00 44 01 30 02 50 0102 aa"));
        assertTrue(facts.keyframe());
        assertEquals(3, facts.spatialLayers());
        assertFalse(read("aa 8001 00 01 58 0140 00b4 0280 0168 0500"), "cut off in the sizes");
        assertFalse(facts.keyframe());
    }
}

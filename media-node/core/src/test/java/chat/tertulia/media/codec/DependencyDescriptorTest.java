package chat.tertulia.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bytes of Chromium 156, and what the AV1 RTP specification (appendix A) makes of them. */
class DependencyDescriptorTest {
    /** First packet of a keyframe, VP9 L3T3_KEY. */
    private static final byte[] KEYFRAME = HexFormat.of()
            .parseHex("c00001c0081485214eaaaaa8000600004000100002aa80a8000600004000100002a000a800060000400016"
                    + "d549241b5524906d54923157e001974ca864330e222396eca8655304224390eca87753013f00b3027f0167"
                    + "04ff02cf0380");

    private final DependencyDescriptor descriptor = new DependencyDescriptor();
    private final FrameFacts facts = new FrameFacts();

    private boolean read(byte[] element, long sequence) {
        facts.clear();
        return descriptor.read(element, 0, element.length, sequence, facts);
    }

    @Test
    void shouldReadTheStructureOfThreeByThreeLayers() {
        assertTrue(read(KEYFRAME, 100));
        DependencyStructure structure = facts.structure();
        assertNotNull(structure);
        assertEquals(9, structure.targets());
        for (int target = 0; target < 9; target++) {
            assertEquals(target / 3, structure.targetSpatial(target));
            assertEquals(target % 3, structure.targetTemporal(target));
        }
        assertTrue(facts.keyframe());
        assertTrue(facts.starts());
        assertTrue(facts.ends());
        assertFalse(facts.predicted());
        assertEquals(1, facts.dependencies().frameNumber());
        assertEquals(0, facts.dependencies().referenceCount());
        assertEquals(FrameDependencies.SWITCH, facts.dependencies().indication(8));
        assertEquals(0b000_011_011, structure.targetsWithin(1, 1));
    }

    @Test
    void shouldKnowAFrameByItsTemplateAlone() {
        read(KEYFRAME, 100);
        assertFalse(read(HexFormat.of().parseHex("c40002"), 101));
        assertTrue(facts.dependencies().known());
        assertEquals(2, facts.dependencies().frameNumber());
        assertTrue(facts.predicted());
        assertFalse(facts.keyframe());
    }

    @Test
    void shouldNotReadWhatCameBeforeItsStructure() {
        read(HexFormat.of().parseHex("c40002"), 101);
        assertFalse(facts.dependencies().known());
        assertTrue(facts.dependencies().described());
        read(KEYFRAME, 100);
        read(HexFormat.of().parseHex("c40000"), 99);
        assertFalse(facts.dependencies().known(), "of another structure, which is gone");
    }

    @Test
    void shouldWriteAnotherNumberAndFewerTargets() {
        byte[] into = new byte[FrameDependencies.MAX_BYTES];
        read(KEYFRAME, 100);
        int length = facts.dependencies().write(KEYFRAME, 0x1234, 0b000_011_011, into);
        DependencyDescriptor receiver = new DependencyDescriptor();
        assertTrue(receiver.read(into, 0, length, 1, facts));
        assertEquals(0x1234, facts.dependencies().frameNumber());
        assertEquals(0b000_011_011, facts.dependencies().activeTargets());
        assertEquals(2, facts.spatialLayers());
        assertTrue(facts.dependencies().carriesMask());
        assertEquals(FrameDependencies.SWITCH, facts.dependencies().indication(8));

        byte[] delta = HexFormat.of().parseHex("c40002");
        read(delta, 101);
        length = facts.dependencies().write(delta, 0x1235, 0b111, into);
        facts.clear();
        receiver.read(into, 0, length, 2, facts);
        assertEquals(0b111, facts.dependencies().activeTargets());
        assertEquals(0x1235, facts.dependencies().frameNumber());
        byte[] again = Arrays.copyOf(into, length);
        length = facts.dependencies().write(again, 0x1236, 0b1, into);
        facts.clear();
        receiver.read(into, 0, length, 3, facts);
        assertEquals(0b1, facts.dependencies().activeTargets(), "where there was a mask before");
    }

    @Test
    void shouldNeverThrow() {
        SplittableRandom random = new SplittableRandom(77);
        byte[] into = new byte[FrameDependencies.MAX_BYTES];
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = Arrays.copyOf(KEYFRAME, random.nextInt(KEYFRAME.length + 1));
            for (int damage = random.nextInt(6); damage > 0 && damaged.length > 0; damage--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            facts.clear();
            descriptor.read(damaged, 0, damaged.length, i, facts);
            if (facts.dependencies().described()) {
                facts.dependencies().write(damaged, i & 0xffff, random.nextInt(), into);
            }
        }
    }
}

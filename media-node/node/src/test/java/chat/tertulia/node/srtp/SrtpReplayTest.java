package chat.tertulia.node.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.RtpPackets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 3711 §3.3.1 and §3.3.2: each packet once, also where the sequence number rolls over. */
class SrtpReplayTest {
    private static final long SSRC = 5;
    private static final byte[] REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 5};

    @BeforeAll
    static void pin() {
        var _ = AesEngine.pinBest();
    }

    private static SrtpSession[] pair(SrtpProfile profile) {
        byte[] material = new byte[SrtpKeys.length(profile)];
        new Random(1).nextBytes(material);
        SrtpKeys keys = new SrtpKeys(profile, material);
        return new SrtpSession[] {SrtpSession.ofClient(keys), SrtpSession.ofServer(keys)};
    }

    private static byte[] rtp(SrtpSession by, int sequence) {
        byte[] wire = Arrays.copyOf(RtpPackets.opus(SSRC, sequence & 0xffff, 60), 60 + SrtpSession.ROOM);
        return Arrays.copyOf(wire, by.protectRtp(wire, 0, 60));
    }

    private static int take(SrtpSession by, byte[] wire) {
        return by.unprotectRtp(wire.clone(), 0, wire.length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeEachPacketOnceAcrossRollOvers(SrtpProfile profile) {
        SrtpSession[] pair = pair(profile);
        List<byte[]> recent = new ArrayList<>();
        // Three times around, in steps that stay within half of the range.
        for (int sequence = 100; sequence < 3 * 65_536; sequence += sequence % 65_536 > 65_500 ? 1 : 37) {
            byte[] wire = rtp(pair[0], sequence);
            assertEquals(60, take(pair[1], wire), "sequence " + sequence);
            recent.add(wire);
            if (recent.size() > 70) {
                recent.removeFirst();
            }
            if (sequence % 65_536 < 40 || sequence % 65_536 > 65_500) {
                for (byte[] old : recent) {
                    assertTrue(take(pair[1], old) < 0, "a packet from before " + sequence);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeALatePacketFromBeforeTheRollOverOnce(SrtpProfile profile) {
        SrtpSession[] pair = pair(profile);
        List<byte[]> wires = new ArrayList<>();
        for (int sequence = 65_530; sequence < 65_546; sequence++) {
            wires.add(rtp(pair[0], sequence));
        }
        byte[] late = wires.remove(3);
        wires.forEach(wire -> assertEquals(60, take(pair[1], wire)));
        assertEquals(60, take(pair[1], late));
        assertEquals(SrtpSession.REPLAYED, take(pair[1], late));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeEachReportOnce(SrtpProfile profile) {
        SrtpSession[] pair = pair(profile);
        List<byte[]> wires = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] wire = Arrays.copyOf(REPORT, REPORT.length + SrtpSession.ROOM);
            wires.add(Arrays.copyOf(wire, pair[0].protectRtcp(wire, 0, REPORT.length)));
        }
        for (byte[] wire : wires) {
            assertEquals(REPORT.length, pair[1].unprotectRtcp(wire.clone(), 0, wire.length));
        }
        for (byte[] wire : wires) {
            assertEquals(SrtpSession.REPLAYED, pair[1].unprotectRtcp(wire.clone(), 0, wire.length));
        }
    }
}

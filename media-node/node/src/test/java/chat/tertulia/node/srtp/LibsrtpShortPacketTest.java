package chat.tertulia.node.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.RtpPackets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The length of a packet that is shorter than its header or tag went below zero. */
class LibsrtpShortPacketTest {
    private static final int LONGEST = 40;

    @BeforeAll
    static void pin() {
        var _ = AesEngine.pinBest();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryShortPacket(SrtpProfile profile) {
        SrtpSession server = SrtpSession.ofServer(new SrtpKeys(profile, new byte[SrtpKeys.length(profile)]));
        for (int length = 0; length <= LONGEST; length++) {
            for (int first = 0x80; first <= 0xBF; first++) {
                byte[] data = new byte[length];
                if (length > 0) {
                    data[0] = (byte) first;
                }
                assertTrue(server.unprotectRtp(data.clone(), 0, length) < 0);
                assertTrue(server.unprotectRtcp(data.clone(), 0, length) < 0);
            }
        }
    }

    /** A packet of a peer that has the keys, cut at every length, in an array without a byte to spare. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryCutPacketAndThenTakeTheWhole(SrtpProfile profile) {
        SrtpKeys keys = new SrtpKeys(profile, new byte[SrtpKeys.length(profile)]);
        SrtpSession client = SrtpSession.ofClient(keys);
        SrtpSession server = SrtpSession.ofServer(keys);
        byte[] wire = Arrays.copyOf(RtpPackets.opus(5, 1, 14), 14 + SrtpSession.ROOM);
        int length = client.protectRtp(wire, 0, 14);
        for (int cut = 0; cut < length; cut++) {
            assertTrue(server.unprotectRtp(Arrays.copyOf(wire, cut), 0, cut) < 0, "cut at " + cut);
        }
        assertEquals(14, server.unprotectRtp(wire, 0, length));
    }
}

package chat.tertulia.node.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.RtpPackets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    @BeforeAll
    static void pin() {
        var _ = AesEngine.pinBest();
    }

    private static SrtpKeys keys(SrtpProfile profile) {
        byte[] material = new byte[SrtpKeys.length(profile)];
        new Random(1).nextBytes(material);
        return new SrtpKeys(profile, material);
    }

    private static byte[] roomy(byte[] plain) {
        return Arrays.copyOf(plain, plain.length + SrtpSession.ROOM);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatTheOtherSideWrote(SrtpProfile profile) {
        SrtpSession client = SrtpSession.ofClient(keys(profile));
        SrtpSession server = SrtpSession.ofServer(keys(profile));
        byte[] plain = RtpPackets.opus(5, 65_530, 100);
        byte[] wire = roomy(plain);
        int length = server.protectRtp(wire, 0, plain.length);
        assertTrue(length > plain.length);
        assertEquals(plain.length, client.unprotectRtp(wire, 0, length));
        assertArrayEquals(plain, Arrays.copyOf(wire, plain.length));
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 5};
        byte[] control = roomy(report);
        length = client.protectRtcp(control, 0, report.length);
        assertEquals(report.length, server.unprotectRtcp(control, 0, length));
    }

    /** A receiver without RTX asks again: with CM the same packet may leave, with GCM its nonce must not serve twice. */
    @Test
    void shouldSendTheSamePacketTwiceOnlyWhereThatIsHarmless() {
        byte[] plain = RtpPackets.opus(5, 9, 100);
        SrtpSession cm = SrtpSession.ofServer(keys(SrtpProfile.AES128_CM_HMAC_SHA1_80));
        assertTrue(cm.protectRtp(roomy(plain), 0, plain.length) > 0);
        assertTrue(cm.protectRtp(roomy(plain), 0, plain.length) > 0);
        SrtpSession gcm = SrtpSession.ofServer(keys(SrtpProfile.AEAD_AES_128_GCM));
        assertTrue(gcm.protectRtp(roomy(plain), 0, plain.length) > 0);
        assertEquals(SrtpSession.REPEATED, gcm.protectRtp(roomy(plain), 0, plain.length));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseReplaysAndForgeries(SrtpProfile profile) {
        SrtpSession client = SrtpSession.ofClient(keys(profile));
        SrtpSession server = SrtpSession.ofServer(keys(profile));
        byte[] plain = RtpPackets.opus(5, 9, 100);
        byte[] wire = roomy(plain);
        int length = client.protectRtp(wire, 0, plain.length);
        byte[] forged = wire.clone();
        forged[50] ^= 1;
        assertEquals(SrtpSession.FORGED, server.unprotectRtp(forged, 0, length));
        assertEquals(plain.length, server.unprotectRtp(wire.clone(), 0, length));
        assertEquals(SrtpSession.REPLAYED, server.unprotectRtp(wire.clone(), 0, length));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeTotal(SrtpProfile profile) {
        SrtpSession server = SrtpSession.ofServer(keys(profile));
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(80)];
            random.nextBytes(data);
            if (data.length > 0) {
                data[0] = (byte) (0x80 | (data[0] & 0x3F));
                assertTrue(server.unprotectRtp(data.clone(), 0, data.length) < 0);
                assertTrue(server.unprotectRtcp(data, 0, data.length) < 0);
            }
        }
    }

    /** Packets that are not authentic must not fill the table of streams. */
    @ParameterizedTest
    @EnumSource
    void shouldNotRememberStreamsOfForgeries(SrtpProfile profile) {
        SrtpSession client = SrtpSession.ofClient(keys(profile));
        SrtpSession server = SrtpSession.ofServer(keys(profile));
        for (int ssrc = 0; ssrc < 2000; ssrc++) {
            assertEquals(SrtpSession.FORGED, server.unprotectRtp(RtpPackets.opus(ssrc, 1, 60), 0, 60));
        }
        byte[] plain = RtpPackets.opus(5, 9, 100);
        byte[] wire = roomy(plain);
        assertEquals(plain.length, server.unprotectRtp(wire, 0, client.protectRtp(wire, 0, plain.length)));
    }
}

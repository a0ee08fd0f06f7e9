package chat.tertulia.node.srtp;

import chat.tertulia.fuzz.Broken;
import chat.tertulia.fuzz.FuzzInput;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets of a peer without the keys, with the keys, and with the keys and a few changed bytes; in both directions. */
public final class SrtpTarget {
    private static final int LARGEST = 1500;

    static {
        var _ = AesEngine.pinBest();
    }

    private SrtpTarget() {}

    public static void run(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        SrtpProfile profile = input.oneOf(SrtpProfile.values());
        byte[] material = new byte[SrtpKeys.length(profile)];
        Arrays.fill(material, (byte) 7);
        SrtpSession client = SrtpSession.ofClient(new SrtpKeys(profile, material));
        SrtpSession server = SrtpSession.ofServer(new SrtpKeys(profile, material));
        for (int i = 0; i < 16 && input.hasMore(); i++) {
            int how = input.u8();
            byte[] packet = input.bytes(Math.min(LARGEST, input.u16()));
            boolean rtcp = (how & 1) != 0;
            if ((how & 2) == 0) {
                unprotect(server, packet, packet.length, rtcp);
            } else {
                protectedByTheClient(client, server, packet, rtcp, (how & 4) == 0 ? null : input);
            }
        }
    }

    private static void protectedByTheClient(
            SrtpSession client, SrtpSession server, byte[] plain, boolean rtcp, @Nullable FuzzInput damage) {
        if (!wellFormed(plain, rtcp)) {
            return;
        }
        byte[] wire = Arrays.copyOf(plain, plain.length + SrtpSession.ROOM);
        int length = rtcp ? client.protectRtcp(wire, 0, plain.length) : client.protectRtp(wire, 0, plain.length);
        if (length < 0) {
            return;
        }
        boolean damaged = damage != null;
        if (damage != null) {
            wire[damage.u16() % length] ^= (byte) (1 + damage.below(255));
        }
        byte[] exact = Arrays.copyOf(wire, length);
        int result = unprotect(server, exact, length, rtcp);
        Broken.unless(!damaged || result < 0, "a changed packet is refused");
        Broken.unless(
                result < 0 || Arrays.equals(plain, Arrays.copyOf(exact, result)), "what arrives is what was sent");
        byte[] again = Arrays.copyOf(wire, length);
        Broken.unless(result < 0 || unprotect(server, again, length, rtcp) < 0, "a packet is taken once");
    }

    /** Even a hostile client has to write a header that an SRTP context can be found by. */
    private static boolean wellFormed(byte[] plain, boolean rtcp) {
        Verdict verdict =
                rtcp ? new RtcpView().wrap(plain, 0, plain.length) : new RtpView().wrap(plain, 0, plain.length);
        return plain.length >= 8 && verdict == Verdict.WELL_FORMED;
    }

    private static int unprotect(SrtpSession session, byte[] packet, int length, boolean rtcp) {
        int result = rtcp ? session.unprotectRtcp(packet, 0, length) : session.unprotectRtp(packet, 0, length);
        Broken.unless(result <= length, "nothing grows");
        return result;
    }
}

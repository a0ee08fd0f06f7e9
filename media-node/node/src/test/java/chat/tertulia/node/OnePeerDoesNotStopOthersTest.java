package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.RtpPackets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer with good credentials and bad manners, in the room of two who talk. */
class OnePeerDoesNotStopOthersTest {
    private static final int FLOOD = 5000;
    private static final long SSRC = 99;

    private final Call call = call();
    private LoopbackPeer speaker;
    private LoopbackPeer listener;
    private LoopbackPeer rude;

    Call call() {
        return Call.quiet();
    }

    @BeforeEach
    void start() {
        speaker = call.speaker();
        listener = call.listener();
        rude = call.stranger();
        call.driver().connect(Call.ROOM, "rude", rude);
        call.driver().publish(Call.ROOM, "rude", "rude-track", MediaKind.VIDEO, SSRC);
    }

    @AfterEach
    void stop() {
        call.close();
    }

    @Test
    void shouldCutAFloodOfSignedChecks() {
        Await.until("the flood is cut", () -> call.driver().drops(Drop.STUN_TOO_MANY) > 0, () -> repeat(rude::check));
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
    }

    @Test
    void shouldGoOnUnderAFloodOfMedia() {
        int[] sequence = {0};
        repeat(() -> rude.sendRtp(RtpPackets.opus(SSRC, sequence[0]++, 1200)));
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
    }

    /** Encrypted as it should be, and nonsense inside. */
    @Test
    void shouldGoOnUnderAuthenticNonsense() {
        Random random = new Random(4);
        int[] sequence = {0};
        repeat(() -> {
            byte[] packet = new byte[12 + random.nextInt(80)];
            random.nextBytes(packet);
            boolean rtcp = random.nextBoolean();
            packet[0] = (byte) (rtcp ? 0x80 | random.nextInt(32) : 0xA0);
            packet[1] = (byte) (rtcp ? 200 + random.nextInt(8) : 96);
            if (!rtcp) {
                // A session of ours protects neither a number twice nor a thousand streams.
                packet[2] = (byte) (sequence[0] >> 8);
                packet[3] = (byte) sequence[0]++;
                Arrays.fill(packet, 8, 11, (byte) 0);
            }
            if (rtcp) {
                rude.sendRtcp(packet);
            } else {
                rude.sendRtp(packet);
            }
        });
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
    }

    /** A peer that ends in the middle of everything. */
    @Test
    void shouldGoOnWhenAPeerIsCutOff() {
        rude.sendRaw(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 7});
        rude.close();
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
    }

    private static void repeat(Runnable once) {
        for (int i = 0; i < FLOOD; i++) {
            once.run();
        }
    }
}

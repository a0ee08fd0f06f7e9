package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.OddBindingRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port is no reflector: strangers get no answer, and who gets one gets no more than he sent. */
class StunReflectionTest {
    private static final int SOFTWARE = 0x8022;
    private static final int FLOOD = 6000;

    private final Call call = Call.quiet();

    @AfterEach
    void stop() {
        call.close();
    }

    @Test
    void shouldSayNothingToStrangers() {
        TransportOpened opened = call.driver().open(Call.ROOM, "t");
        LoopbackPeer stranger = call.stranger();
        List<byte[]> heard = heardBy(stranger);
        stranger.sendRaw(BindingRequest.signed("unknown:x", "password", true));
        stranger.sendRaw(BindingRequest.signed(opened.ice().ufrag() + ":x", "a wrong password", true));
        stranger.sendRaw(OddBindingRequest.unsigned(opened.ice().ufrag() + ":x"));
        Await.until("the unknown one is dropped", () -> call.driver().drops(Drop.STUN_UNKNOWN_UFRAG) == 1);
        Await.until("the others are", () -> call.driver().drops(Drop.STUN_FORGED) == 2);
        assertTrue(heard.isEmpty());
    }

    @Test
    void shouldAnswerWithNoMoreThanWasSentAndNotSayWhatItIs() {
        LoopbackPeer speaker = call.speaker();
        List<byte[]> heard = heardBy(speaker);
        int request = BindingRequest.signed("12345678:1234", "password", true).length;
        Await.until("checks are answered by the loop", () -> answersOf(heard).size() >= 3, speaker::check);
        for (byte[] answer : answersOf(heard)) {
            assertTrue(answer.length <= request, answer.length + " bytes");
            assertFalse(has(answer, SOFTWARE));
        }
    }

    @Test
    void shouldStopReadingAFloodAndGoOnWithTheCall() {
        LoopbackPeer speaker = call.speaker();
        LoopbackPeer listener = call.listener();
        LoopbackPeer stranger = call.stranger();
        byte[] request = BindingRequest.signed("unknown:x", "password", true);
        int[] sent = {0};
        Await.until("the flood is cut", () -> call.driver().drops(Drop.STUN_TOO_MANY) > 0, () -> {
            for (int i = 0; i < FLOOD; i++) {
                stranger.sendRaw(request);
            }
            sent[0] += FLOOD;
        });
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
        assertTrue(call.driver().drops(Drop.STUN_UNKNOWN_UFRAG) < sent[0]);
    }

    /** STUN that arrives from now on. */
    private static List<byte[]> heardBy(LoopbackPeer peer) {
        List<byte[]> heard = new CopyOnWriteArrayList<>();
        peer.hear(heard::add);
        return heard;
    }

    /** Without what the node asks of its own accord. */
    private static List<byte[]> answersOf(List<byte[]> heard) {
        return heard.stream().filter(message -> (message[0] & 1) != 0).toList();
    }

    private static boolean has(byte[] message, int attribute) {
        for (int at = 20; at + 4 <= message.length; ) {
            int type = (message[at] & 0xff) << 8 | (message[at + 1] & 0xff);
            int size = (message[at + 2] & 0xff) << 8 | (message[at + 3] & 0xff);
            if (type == attribute) {
                return true;
            }
            at += 4 + ((size + 3) & ~3);
        }
        return false;
    }
}

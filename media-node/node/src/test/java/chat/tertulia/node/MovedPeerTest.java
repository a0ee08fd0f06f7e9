package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.LoopbackPeer;
import chat.tertulia.node.peer.RtpPackets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer whose packets come from another address before its checks do, as behind a NAT that has forgotten it. */
class MovedPeerTest {
    private static final long SSRC = 0x1234;
    private static final long BACK = 0x2345;

    private final Call call = call();
    private int number = 1000;

    Call call() {
        return Call.quiet();
    }

    @AfterEach
    void stop() {
        call.close();
    }

    /** Both speak, both listen. */
    private void talkBack(LoopbackPeer speaker, LoopbackPeer listener) {
        call.flows(speaker, listener);
        call.driver().publish(Call.ROOM, "listener", "back", MediaKind.AUDIO, BACK);
        call.driver().subscribe(Call.ROOM, "speaker", "back", MediaKind.AUDIO, BACK + 1);
        hears(speaker, () -> answer(listener));
    }

    private void speak(LoopbackPeer speaker) {
        speaker.sendRtp(RtpPackets.opus(SSRC, 10_000 + number++, 100));
    }

    private void answer(LoopbackPeer listener) {
        listener.sendRtp(RtpPackets.opus(BACK, number++, 90));
    }

    private static void hears(LoopbackPeer speaker, Runnable meanwhile) {
        speaker.received().clear();
        Await.until(
                "the speaker hears",
                () -> speaker.received().stream().anyMatch(packet -> packet.length == 90),
                meanwhile);
    }

    @Test
    void shouldFollowAuthenticMedia() {
        LoopbackPeer speaker = call.speaker();
        LoopbackPeer listener = call.listener();
        talkBack(speaker, listener);
        speaker.askNoMore();
        speaker.move();
        hears(speaker, () -> {
            speak(speaker);
            answer(listener);
        });
        assertEquals(0, call.bugs());
    }

    @Test
    void shouldNotSendToWhoDoesNotAnswer() {
        LoopbackPeer speaker = call.speaker();
        LoopbackPeer listener = call.listener();
        talkBack(speaker, listener);
        AtomicInteger asked = new AtomicInteger();
        speaker.hear(_ -> asked.incrementAndGet());
        speaker.present(false);
        speaker.move();
        speaker.received().clear();
        // By the second question the first has had its time, and what the node sends went elsewhere.
        Await.until("it is asked twice", () -> asked.get() > 1, () -> {
            speak(speaker);
            answer(listener);
        });
        assertTrue(speaker.received().isEmpty());
    }

    @Test
    void shouldNotAskWhoRepeatsTheMediaOfOthers() {
        LoopbackPeer speaker = call.speaker();
        LoopbackPeer listener = call.listener();
        BlockingQueue<byte[]> overheard = new LinkedBlockingQueue<>();
        speaker.tap(overheard::add);
        call.flows(speaker, listener);
        LoopbackPeer stranger = call.stranger();
        AtomicInteger asked = new AtomicInteger();
        stranger.hear(_ -> asked.incrementAndGet());
        long before = call.driver().drops(Drop.MEDIA_UNVERIFIED);
        List<byte[]> media =
                overheard.stream().filter(data -> (data[0] & 0xC0) == 0x80).toList();
        media.forEach(stranger::sendRaw);
        Await.until("all is dropped", () -> call.driver().drops(Drop.MEDIA_UNVERIFIED) >= before + media.size());
        assertEquals(0, asked.get());
    }
}

package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.LoopbackPeer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** RFC 7714 §8.2: under one SRTP index nothing but the very same bytes goes out. */
class SoundRepeatTest {
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();

    Call call() {
        return Call.quiet();
    }

    @Test
    void shouldSendTheSameBytesAgain() {
        try (Call call = call()) {
            LoopbackPeer speaker = call.speaker();
            LoopbackPeer listener = call.listener();
            listener.overhear(heard::add);
            call.flows(speaker, listener);
            ask(listener, sound());
            call.flows(speaker, listener);
            byte[] last = sound();
            assertEquals(1, times(last));
            Await.until("it came again", () -> times(last) > 1, () -> ask(listener, last));
            assertEquals(0, call.bugs());
            assertEquals(0, call.driver().drops(Drop.OUT_REPEATED), "nothing is protected twice");
        }
    }

    /** The newest packet of sound by its number: a repeat may come after it. */
    private byte[] sound() {
        return heard.stream()
                .filter(packet -> (packet[1] & 0x7F) == 111)
                .max((one, other) -> (short) (sequence(one) - sequence(other)))
                .orElseThrow();
    }

    private static short sequence(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2);
    }

    private long times(byte[] packet) {
        return heard.stream().filter(other -> Arrays.equals(other, packet)).count();
    }

    /** RFC 4585 §6.2.1. */
    private static void ask(LoopbackPeer listener, byte[] packet) {
        int ssrc = ByteBuffer.wrap(packet).getInt(8);
        ByteBuffer nack = ByteBuffer.allocate(16);
        nack.put((byte) 0x81).put((byte) 205).putShort((short) 3).putInt(7).putInt(ssrc);
        nack.putShort(sequence(packet)).putShort((short) 0);
        listener.sendRtcp(nack.array());
    }
}

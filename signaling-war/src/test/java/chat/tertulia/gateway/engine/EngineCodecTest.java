package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineCodecTest {
    @Test
    void shouldReadEveryPacketOfAClient() {
        assertEquals(new EnginePacket.Close(), EngineCodec.decode("1"));
        assertEquals(new EnginePacket.Ping("probe"), EngineCodec.decode("2probe"));
        assertEquals(new EnginePacket.Pong(), EngineCodec.decode("3"));
        assertEquals(new EnginePacket.Message("hello"), EngineCodec.decode("4hello"));
        assertEquals(new EnginePacket.Message(""), EngineCodec.decode("4"));
        assertEquals(new EnginePacket.Upgrade(), EngineCodec.decode("5"));
        assertEquals(new EnginePacket.Noop(), EngineCodec.decode("6"));
    }

    @Test
    void shouldCallAnythingElseMalformed() {
        for (String text : List.of("", "abc", "0{}", "7", " 4hello", "\u001e")) {
            assertInstanceOf(EnginePacket.Malformed.class, EngineCodec.decode(text), text);
        }
    }

    @Test
    void shouldSplitAPayload() {
        List<EnginePacket> packets = EngineCodec.decodePayload("4one\u001ebAQIDBA==\u001e4two");
        assertEquals(new EnginePacket.Message("one"), packets.get(0));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, ((EnginePacket.BinaryMessage) packets.get(1)).bytes());
        assertEquals(new EnginePacket.Message("two"), packets.get(2));
        assertEquals(3, packets.size());
    }

    @Test
    void shouldNotTakeBadBase64() {
        assertEquals(List.of(new EnginePacket.Malformed()), EngineCodec.decodePayload("b***"));
    }

    @Test
    void shouldAnswerToAnyPayloadWithoutAnException() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        String alphabet = "0123456b4{}[],\"\u001e\u001eAQ==é";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder payload = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                payload.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertFalse(EngineCodec.decodePayload(payload.toString()).isEmpty(), () -> "seed " + seed);
        }
    }
}

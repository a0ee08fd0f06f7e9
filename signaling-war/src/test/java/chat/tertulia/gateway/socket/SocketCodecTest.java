package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketCodecTest {
    @Test
    void shouldReadEveryPacketOfAClient() {
        assertEquals(new SocketPacket.Connect("/", ""), SocketCodec.decode("0"));
        assertEquals(new SocketPacket.Connect("/", "{\"a\":1}"), SocketCodec.decode("0{\"a\":1}"));
        assertEquals(new SocketPacket.Connect("/admin", "{}"), SocketCodec.decode("0/admin,{}"));
        assertEquals(new SocketPacket.Connect("/admin", ""), SocketCodec.decode("0/admin"));
        assertEquals(new SocketPacket.Disconnect("/admin"), SocketCodec.decode("1/admin,"));
        assertEquals(new SocketPacket.Event("/", -1, "[\"x\"]", 0), SocketCodec.decode("2[\"x\"]"));
        assertEquals(new SocketPacket.Event("/n", 12, "[\"x\"]", 0), SocketCodec.decode("2/n,12[\"x\"]"));
        assertEquals(new SocketPacket.Event("/", 7, "[\"x\"]", 2), SocketCodec.decode("52-7[\"x\"]"));
        assertEquals(new SocketPacket.Acknowledgement("/", 3, 0), SocketCodec.decode("33[]"));
        assertEquals(new SocketPacket.Acknowledgement("/", 3, 1), SocketCodec.decode("61-3[1]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "7",
                "0[]",
                "0null",
                "1{}",
                "2",
                "2{}",
                "2abc[\"x\"]",
                "21234567890123456[\"x\"]",
                "3[]",
                "3x[]",
                "4{}",
                "5[\"x\"]",
                "50-[\"x\"]",
                "511-[\"x\"]",
                "5-[\"x\"]",
                "5999999999999999999999-[]",
                "6[]"
            })
    void shouldCallAnythingElseMalformed(String text) {
        assertInstanceOf(SocketPacket.Malformed.class, SocketCodec.decode(text));
    }

    @Test
    void shouldReadTheNameWithoutTheRest() {
        InboundEvent event = InboundEvent.of("[\"chat:send\",{\"half\":", List.of());
        assertNotNull(event);
        assertEquals("chat:send", event.name());
        assertNull(InboundEvent.of("[]", List.of()));
        assertNull(InboundEvent.of("[{}]", List.of()));
        assertNull(InboundEvent.of("[\"open", List.of()));
    }

    @Test
    void shouldAnswerToAnyTextWithoutAnException() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        String alphabet = "0123456-/,[]{}\"aé\u001e\\:_";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            SocketPacket packet = SocketCodec.decode(text.toString());
            assertNotNull(packet, () -> "seed " + seed);
            if (packet instanceof SocketPacket.Event event) {
                InboundEvent.of(event.json(), List.of());
            }
        }
    }
}

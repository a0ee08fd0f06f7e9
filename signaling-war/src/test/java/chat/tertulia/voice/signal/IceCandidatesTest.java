package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.IceCandidate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceCandidatesTest {
    private static final String LINE = "candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host generation 0";

    @Test
    void shouldReadWhatBrowsersTrickle() {
        assertEquals(
                Optional.of(new IceCandidate(LINE)), IceCandidates.of("{\"candidate\":\"" + LINE + "\",\"sdpMid\":\"0\"}"));
        assertTrue(IceCandidates.of("{\"candidate\":\"candidate:9 1 TCP 1 2001:db8::1 9 typ host tcptype active\"}")
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "{\"candidate\":\"\"}",
                "{\"candidate\":\"candidate:1 1 udp 1 host.local 1 typ host\"}",
                "{\"candidate\":\"candidate:1 3 udp 1 192.0.2.7 1 typ host\"}",
                "{\"candidate\":\"candidate:1 1 sctp 1 192.0.2.7 1 typ host\"}",
                "{\"candidate\":\"candidate:1 1 udp 1 192.0.2.7 1 typ host\\r\\na=ice-lite\"}"
            })
    void shouldLeaveOutEverythingElse(String init) {
        assertEquals(Optional.empty(), IceCandidates.of(init));
    }

    @Test
    void shouldNotReadLongTexts() {
        String more = ",\"more\":\"" + "x".repeat(2_048) + "\"}";
        assertEquals(Optional.empty(), IceCandidates.of("{\"candidate\":\"" + LINE + "\"" + more));
    }
}

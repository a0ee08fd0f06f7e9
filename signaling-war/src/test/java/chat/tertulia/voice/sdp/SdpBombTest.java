package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session descriptions that are large where others are small; all of what ever broke the parser. */
class SdpBombTest {
    private static final String SECTION = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";
    private static final int LINES = SdpParser.MAX_LINES - 3;

    private static SessionDescription read(String text) {
        return assertInstanceOf(SessionDescription.class, SdpParser.parse(text));
    }

    /** Candidates come by another way, one by one; those of a description are not looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:1 1 udp 1 192.0.2.1 1 typ host",
                "ice-ufrag:abcd",
                "ice-pwd:abcdefghijklmnopqrstuvwx",
                "fingerprint:sha-256 AA",
                "group:BUNDLE 0",
                "msid:a b",
                "simulcast:send q;h;f"
            })
    void shouldKeepOneOfThousandsOfLines(String attribute) {
        SessionDescription description = read(SECTION + ("a=" + attribute + "\r\n").repeat(LINES));
        assertEquals(1, description.sections().size());
        assertTrue(description.toString().length() < 1000, "nothing has piled up");
    }

    @Test
    void shouldRefuseOneLineMore() {
        assertInstanceOf(ParsedSdp.Unreadable.class, SdpParser.parse(SECTION + "a=candidate:1\r\n".repeat(LINES + 1)));
    }

    /** Twice the text takes about twice the memory, never four times. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a=ssrc:%d cname:x", "a=extmap:%d urn:x", "a=rtcp-fb:111 x%d", "a=rid:%d send", "a=fmtp:111 %d"})
    void shouldGrowNoFasterThanTheText(String line) {
        long warm = spent(line, 500);
        assertTrue(warm > 0);
        long half = spent(line, LINES / 2);
        long whole = spent(line, LINES);
        assertTrue(whole < 3 * half, half + " bytes for half, " + whole + " for the whole");
    }

    private static long spent(String line, int count) {
        StringBuilder text = new StringBuilder(SECTION);
        for (int i = 1; i <= count; i++) {
            text.append(line.formatted(i)).append("\r\n");
        }
        String bomb = text.toString();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var _ = read(bomb);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void shouldWithstandTheCorpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/corpus/sdp"))) {
            List<Path> corpus = files.sorted().toList();
            assertFalse(corpus.isEmpty());
            for (Path file : corpus) {
                byte[] data = Files.readAllBytes(file);
                assertDoesNotThrow(() -> SdpTarget.fuzzerTestOneInput(data), file::toString);
            }
        }
    }
}

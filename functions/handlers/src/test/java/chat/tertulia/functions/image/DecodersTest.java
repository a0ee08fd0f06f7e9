package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecodersTest {
    private static final DecoderCommand SLEEPING =
            new DecoderCommand(Path.of("sleep"), DecoderLimits.STANDARD, HostileDecoder.class, null);

    @Test
    void shouldKeepTwoAheadAndNoMore() throws Exception {
        Set<Long> before = children();
        try (Decoders decoders = new Decoders(SLEEPING)) {
            for (int times = 0; times < 4; times++) {
                decoders.prepare();
            }
            Set<Long> ahead = children();
            ahead.removeAll(before);
            assertEquals(2, ahead.size());

            try (DecoderProcess first = decoders.take();
                    DecoderProcess second = decoders.take()) {
                assertEquals(ahead, Set.of(first.pid(), second.pid()));
            }
        }
        assertEquals(before, children());
    }

    static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}

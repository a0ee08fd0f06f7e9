package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.DecoderReport.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit is met by a child that breaks it. */
class DecoderProcessTest {
    private static final long ROOMY = 2_500_000;
    private static final DecoderLimits SMALL = new DecoderLimits(Duration.ofSeconds(20), 20, ROOMY, 1024);

    @TempDir
    private Path folder;

    @Test
    void shouldEndAChildThatSpendsProcessorTime() throws Exception {
        DecoderLimits second = new DecoderLimits(Duration.ofSeconds(60), 1, ROOMY, 1024);

        assertEquals(RejectionCode.TIMED_OUT, refusal("spin", second).code());
    }

    @Test
    void shouldEndAChildThatWaits() throws Exception {
        DecoderLimits patient = new DecoderLimits(Duration.ofSeconds(3), 20, ROOMY, 1024);

        assertEquals(RejectionCode.TIMED_OUT, refusal("sleep", patient).code());
    }

    @Test
    void shouldEndAChildThatTakesMemoryOrDisk() throws Exception {
        assertEquals(RejectionCode.CORRUPT, refusal("hoard", SMALL).code());
        assertEquals(RejectionCode.CORRUPT, refusal("write", SMALL).code());
    }

    @Test
    void shouldShareNoEnvironment() throws Exception {
        assertTrue(refusal("environment", SMALL).detail().contains("ended with 3"));
    }

    @Test
    void shouldBelieveNoNonsense() {
        assertThrows(IOException.class, () -> refusal("babble", SMALL));
    }

    @Test
    void shouldSayWhenTheDecoderDidNotStart() {
        DecoderLimits cramped = new DecoderLimits(Duration.ofSeconds(20), 20, 50_000, 1024);

        assertThrows(IOException.class, () -> refusal("sleep", cramped));
    }

    private Refused refusal(String deed, DecoderLimits limits) throws Exception {
        DecoderProcess process = new DecoderProcess(Path.of(deed), limits, HostileDecoder.class);
        return assertInstanceOf(Refused.class, process.decode(folder.resolve("picture"), folder));
    }
}

package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.load.Seat.Media;
import chat.tertulia.node.Main;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.srtp.AesEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole comparison in small: a real node in a process of its own, real load on the loopback interface. */
class SmallRunTest {
    private static final List<String> NODE =
            List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    private static final Contender TERTULIA =
            new Contender("Tertulia", (generator, profile) -> TertuliaSfu.open(generator, profile, NODE));
    private static final Pace SHORT = new Pace(100, 2, 300);

    private final Series series = new Series(InetAddress.ofLiteral("127.0.0.1"), List.of(TERTULIA));

    @BeforeAll
    static void chooseAes() {
        var _ = AesEngine.pinBest();
    }

    @Test
    void shouldMeasureACallThatGrows() throws IOException {
        List<Case> cases = List.of(
                new Case(
                        Plan.rooms("R4", "two cameras", Media.VIDEO, new Plan.Size(1, 2, 2)),
                        SrtpProfile.AEAD_AES_128_GCM),
                new Case(
                        Plan.rooms("R4", "two cameras, four people", Media.VIDEO, new Plan.Size(1, 4, 2)),
                        SrtpProfile.AEAD_AES_128_GCM));
        List<Series.Rung> rungs = series.climb(TERTULIA, cases, SHORT);
        assertEquals(2, rungs.size());
        Measurement seen = rungs.getLast().measurement();
        assertEquals("GCM", seen.profile());
        assertEquals(2, seen.windows().size());
        assertTrue(seen.windows().getFirst().packets() > 0);
        assertFalse(Double.isNaN(seen.windows().getFirst().p50Ms()), "a packet in eight is decrypted");
        assertEquals(0, seen.strange(), "all samples decrypt and have a credible time");
        assertEquals(0, seen.missing());
        assertEquals(0, seen.loss());
        assertTrue(seen.residentMegabytes() > 0);
        assertTrue(series.description(TERTULIA).contains("SRTP uses "), series.description(TERTULIA));
    }
}

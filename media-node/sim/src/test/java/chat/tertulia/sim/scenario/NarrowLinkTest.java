package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.sim.Netem.Profile;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A link that becomes hardly wider than the smallest layer: two layers of three temporal layers each, 160 and 450 kbit/s of
 * frames that waver, twenty a second, and a queue of 400 ms. Each test prints its seed and what was seen.
 */
class NarrowLinkTest {
    private static final List<Encoding> TWO = List.of(Encoding.restless("q", 160_000), Encoding.restless("h", 450_000));

    private static final Profile WIDE = Profile.CLEAN;
    /** 300 kbit/s and 15 kB with what UDP, IP and SRTP add. */
    private static final Profile NARROW = new Profile(0, 20_000_000, 0, 0, 285_000, 14_250);

    private static final class Call {
        private final long seed;
        private final SimCall call;
        private final SimPeer bob;
        private final ReceivedStream video;

        Call(long seed) {
            this.seed = seed;
            call = new SimCall(seed);
            SimPeer alice = call.join("alice");
            bob = call.join("bob");
            alice.publishVideo("cam", TWO);
            call.runMs(1000);
            video = bob.subscribeVideo("cam");
            bob.configureSend();
        }

        long until(String what, long limitMs, BooleanSupplier holds) {
            for (long ms = 0; ms <= limitMs; ms += 50) {
                if (holds.getAsBoolean()) {
                    return ms;
                }
                call.runMs(50);
            }
            throw new AssertionError("seed " + seed + ": not " + what + " after " + limitMs + " ms: estimate "
                    + call.room().estimate(bob.handle()) / 1000 + " kbit/s, layer " + video.encoding());
        }

        int framesInMs(long milliseconds) {
            int before = video.completeFrames();
            call.runMs(milliseconds);
            return video.completeFrames() - before;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldShowAllFramesOfTheSmallLayerAndTheBestAgainLater(long seed) {
        Call call = new Call(seed);
        call.until("on the best layer", 10_000, () -> call.video.encoding() == 1);
        call.call.runMs(5000);
        call.video.takeLongestPauseMs();
        call.bob.downlink().profile(NARROW);
        long fallMs = call.until("on the small layer", 5000, () -> call.video.encoding() == 0);
        call.call.runMs(1000);
        long pause = call.video.takeLongestPauseMs();
        long lost = call.bob.downlink().lost();
        List<Integer> frames =
                IntStream.range(0, 6).mapToObj(_ -> call.framesInMs(5000)).toList();
        long later = call.video.takeLongestPauseMs();
        call.call.runMs(600 * seed); // the last probe is another while ago each time
        call.bob.downlink().profile(WIDE);
        long riseMs = call.until("on the best layer again", 40_000, () -> call.video.encoding() == 1);
        System.out.printf(
                "0.3 M, seed %d: small layer after %d ms, pause %d, lost %d, then of 100 frames %s, pause %d, up again after %d%n",
                seed, fallMs, pause, lost, frames, later, riseMs);
        assertEquals(List.of(), call.video.faults());
        assertTrue(pause < 450 && lost <= 3, "pause " + pause + ", lost " + lost);
        assertTrue(frames.stream().allMatch(shown -> shown >= 90), "frames " + frames);
        assertTrue(riseMs < 2500, "up again after " + riseMs);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldShowFewerFramesWhereNotAllFit(long seed) {
        Call call = new Call(seed);
        call.until("on the best layer", 10_000, () -> call.video.encoding() == 1);
        call.bob.downlink().profile(new Profile(0, 20_000_000, 0, 0, 140_000, 7_000));
        call.until("on the small layer", 5000, () -> call.video.encoding() == 0);
        call.call.runMs(10_000);
        int frames = call.framesInMs(20_000);
        System.out.printf("0.14 M, seed %d: of 400 frames %d%n", seed, frames);
        assertTrue(frames >= 80 && frames < 330, "frames " + frames);
        assertEquals(List.of(), call.video.faults());
    }
}

package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.media.stats.DropReason;
import chat.tertulia.sim.Netem.Profile;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that begin and end while somebody watches. */
class LayerLifeTest {
    SimCall call(long seed) {
        return new SimCall(seed);
    }

    private static final List<Encoding> QHF =
            List.of(new Encoding("q", 1, 0), new Encoding("h", 3, 0), new Encoding("f", 12, 0));

    private final class Call {
        private final SimCall call;
        private final SimPeer bob;
        private final VideoPublisher camera;
        private final ReceivedStream video;

        Call(long seed, Profile down) {
            call = call(seed);
            SimPeer alice = call.join("alice");
            bob = call.join("bob", Profile.CLEAN, down);
            camera = alice.publishVideo("cam", QHF);
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
            throw new AssertionError("not " + what + " after " + limitMs + " ms: layer " + video.encoding());
        }
    }

    /** Browsers try their best layer for a moment and give it up; nobody shall wait for it. */
    @ParameterizedTest(name = "for {0} ms, seed {1}")
    @CsvSource({"60, 1", "200, 1", "350, 2", "500, 3", "700, 1", "1500, 2"})
    void shouldNotStandStillWhenALayerStopsAtOnce(long livesMs, long seed) {
        Call call = new Call(seed, Profile.CLEAN);
        call.camera.active(2, false);
        call.until("on the middle layer", 5000, () -> call.video.encoding() == 1);
        call.call.runMs(3000);
        call.video.takeLongestPauseMs();
        call.camera.active(2, true);
        call.call.runMs(livesMs);
        int reached = call.video.encoding();
        call.camera.active(2, false);
        call.call.runMs(3000);
        long pause = call.video.takeLongestPauseMs();
        System.out.printf("top layer for %d ms, seed %d: reached %d, pause %d ms%n", livesMs, seed, reached, pause);
        assertEquals(1, call.video.encoding());
        assertTrue(pause < (reached == 2 || livesMs >= 350 ? 700 : 100), "pause " + pause);
        assertEquals(List.of(), call.video.faults());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldHaveALayerAgainThatItHadStopped(long seed) {
        Call call = new Call(seed, Profile.link(6_000_000));
        call.camera.obey();
        call.until("on the best layer", 20_000, () -> call.video.encoding() == 2);
        call.call.runMs(3000);
        call.bob.downlink().profile(Profile.link(1_200_000));
        call.until("on a layer that fits", 5000, () -> call.video.encoding() <= 1);
        call.until("told to stop the best", 20_000, () -> lastDemand(call.call) <= 1);
        call.call.runMs(5000);
        call.bob.downlink().profile(Profile.link(6_000_000));
        call.video.takeLongestPauseMs();
        long ms = call.until("on the best layer again", 40_000, () -> call.video.encoding() == 2);
        long pause = call.video.takeLongestPauseMs();
        System.out.printf("dynacast, seed %d: again after %d ms, pause %d ms%n", seed, ms, pause);
        assertEquals(2, lastDemand(call.call));
        assertTrue(pause < 300, "pause " + pause);
        assertEquals(List.of(), call.video.faults());
    }

    private static int lastDemand(SimCall call) {
        return call.events().stream()
                .filter(TrackDemand.class::isInstance)
                .map(event -> ((TrackDemand) event).layer())
                .reduce(2, (_, last) -> last);
    }

    /** A screen that begins to scroll: more than the path carries, before anybody could know. */
    @Test
    void shouldThrowAwayWhatWouldComeTooLateAndGoOn() {
        Call call = new Call(1, Profile.link(700_000));
        call.camera.active(1, false);
        call.camera.active(2, false);
        call.call.runMs(8000);
        assertEquals(0, call.call.stats().dropped(DropReason.CONGESTED));
        call.camera.grow(0, 28);
        call.call.runMs(4000);
        long dropped = call.call.stats().dropped(DropReason.CONGESTED);
        call.camera.grow(0, 1);
        call.video.takeLongestPauseMs();
        long ms = call.until("going on", 10_000, () -> call.video.takeLongestPauseMs() < 100);
        call.video.takeWorstDelayMs();
        call.call.runMs(2000);
        long delay = call.video.takeWorstDelayMs();
        System.out.printf("grown 28 times: dropped %d, going on after %d ms, then delay %d ms%n", dropped, ms, delay);
        assertTrue(dropped > 0, "something was given up");
        assertTrue(delay < 200, "delay " + delay);
        assertEquals(List.of(), call.video.faults());
    }
}

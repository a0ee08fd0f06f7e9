package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.NodeEvent.StreamState;
import chat.tertulia.control.NodeEvent.StreamStatesChanged;
import chat.tertulia.media.stats.DropReason;
import chat.tertulia.sim.Netem.Profile;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.ReceiverFeedback;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downlinks that are too small, shrink, grow, lose and jitter. Each prints its seed and what was seen. */
class CongestionTest {
    /** About 245, 735 and 2940 kbit/s. */
    private static final List<Encoding> QHF =
            List.of(new Encoding("q", 1, 0), new Encoding("h", 3, 0), new Encoding("f", 12, 0));

    private static final class Call {
        private final long seed;
        private final SimCall call;
        private final SimPeer bob;
        private final ReceivedStream video;

        Call(long seed, Profile down) {
            this.seed = seed;
            call = new SimCall(seed);
            SimPeer alice = call.join("alice");
            bob = call.join("bob", Profile.CLEAN, down);
            alice.publishAudio("mic");
            alice.publishVideo("cam", QHF);
            call.runMs(1000);
            bob.subscribeAudio("mic");
            video = bob.subscribeVideo("cam");
            bob.configureSend();
        }

        double estimate() {
            return call.room().estimate(bob.handle()) / 1e6;
        }

        /** Milliseconds until it holds, looked at every 50; fails with what was seen instead. */
        long until(String what, long limitMs, BooleanSupplier holds) {
            for (long ms = 0; ms <= limitMs; ms += 50) {
                if (holds.getAsBoolean()) {
                    return ms;
                }
                call.runMs(50);
            }
            throw new AssertionError("seed " + seed + ": not " + what + " after " + limitMs + " ms: estimate "
                    + estimate() + " Mbit/s, layer " + video.encoding() + ", queue "
                    + bob.downlink().queueNs() / 1_000_000 + " ms");
        }

        void print(String scenario, String seen) {
            System.out.printf(
                    "%-28s seed %2d  %s, estimate %.2f Mbit/s, layer %d, lost %d, given up %d, pause %d ms%n",
                    scenario,
                    seed,
                    seen,
                    estimate(),
                    video.encoding(),
                    bob.downlink().lost(),
                    video.givenUp(),
                    video.takeLongestPauseMs());
        }
    }

    @ParameterizedTest(name = "{0} kbit/s, seed {1}")
    @CsvSource({"500, 1", "500, 2", "500, 3", "1000, 1", "1000, 2", "1000, 3", "3000, 1", "3000, 2", "3000, 3"})
    void shouldFindTheLink(int kilobits, long seed) {
        Call call = new Call(seed, Profile.link(kilobits * 1000L).withJitter(3_000_000));
        double link = kilobits / 1000.0;
        long ms = call.until("at 80 %", 15_000, () -> call.estimate() >= 0.8 * link && call.estimate() <= 1.2 * link);
        long low = 0;
        long high = 0;
        long slow = 0;
        for (int i = 0; i < 300; i++) {
            call.call.runMs(100);
            low += call.estimate() < 0.65 * link ? 1 : 0;
            high += call.estimate() > 1.25 * link ? 1 : 0;
            slow += call.bob.downlink().queueNs() > 200_000_000 ? 1 : 0;
        }
        call.print(
                kilobits + " kbit/s",
                "found after " + ms + " ms, of 30 s too low " + low / 10.0 + ", too high " + high / 10.0
                        + ", queue above 200 ms " + slow / 10.0);
        assertTrue(low <= 30 && high <= 30 && slow <= 30, "low " + low + ", high " + high + ", slow " + slow);
        assertEquals(List.of(), call.video.faults());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldFallWithTheLinkAndRiseAgain(long seed) {
        Call call = new Call(seed, Profile.link(4_000_000).withJitter(2_000_000));
        call.until("on the best layer", 20_000, () -> call.video.encoding() == 2);
        call.call.runMs(5000);
        long clearPause = call.video.takeLongestPauseMs();
        call.bob.downlink().profile(Profile.link(600_000).withJitter(2_000_000));
        long fallMs = call.until("on a layer that fits", 5000, () -> call.video.encoding() == 0);
        long calmMs =
                fallMs + call.until("calm", 5000, () -> call.bob.downlink().queueNs() < 100_000_000);
        long shrunkPause = call.video.takeLongestPauseMs();
        call.video.takeWorstDelayMs();
        call.call.runMs(5000);
        long delay = call.video.takeWorstDelayMs();
        call.bob.downlink().profile(Profile.link(4_000_000).withJitter(2_000_000));
        long riseMs = call.until("on the best layer again", 40_000, () -> call.video.encoding() == 2);
        call.print(
                "4 M, 0.6 M, 4 M",
                "lower layer after " + fallMs + " ms, calm after " + calmMs + ", longest pause " + shrunkPause
                        + " (before " + clearPause + "), then delay " + delay + ", up again after " + riseMs);
        assertEquals(List.of(), call.video.faults());
        assertTrue(shrunkPause < 2000, "pause " + shrunkPause);
        assertTrue(delay < 300, "delay " + delay);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldNotCollapseUnderRandomLoss(long seed) {
        Call call = new Call(seed, Profile.link(6_000_000).withLoss(0.05).withJitter(3_000_000));
        long ms = call.until("on the best layer", 30_000, () -> call.video.encoding() == 2);
        call.call.runMs(20_000);
        call.print("6 M, 5 % loss", "best layer after " + ms + " ms");
        assertEquals(2, call.video.encoding(), "still there");
        assertTrue(call.estimate() > 2.5, "estimate " + call.estimate());
        assertEquals(0, call.video.givenUp());
        assertEquals(List.of(), call.video.faults());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldLiveWithLossInBursts(long seed) {
        Call call = new Call(seed, Profile.link(6_000_000));
        call.bob.downlink().bursts(0.004, 0.25);
        long ms = call.until("on the best layer", 30_000, () -> call.video.encoding() == 2);
        call.call.runMs(20_000);
        call.print("6 M, bursts of loss", "best layer after " + ms + " ms");
        assertTrue(call.estimate() > 2, "estimate " + call.estimate());
        assertEquals(List.of(), call.video.faults());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldLiveWithJitter(long seed) {
        Call call = new Call(seed, Profile.link(6_000_000).withJitter(30_000_000));
        long ms = call.until("on the best layer", 40_000, () -> call.video.encoding() == 2);
        int falls = 0;
        for (int i = 0; i < 200; i++) {
            call.call.runMs(100);
            falls += call.video.encoding() == 2 ? 0 : 1;
        }
        call.print("6 M, 30 ms of jitter", "best layer after " + ms + " ms, lower for " + falls / 10.0 + " of 20 s");
        assertTrue(falls < 60, "lower for " + falls);
        assertEquals(List.of(), call.video.faults());
    }

    @Test
    void shouldGiveTheWeakLessAndTheStrongAll() {
        Call weak = new Call(1, Profile.link(1_000_000));
        SimPeer carol = weak.call.join("carol");
        ReceivedStream strong = carol.subscribeVideo("cam");
        carol.configureSend();
        weak.call.runMs(10_000);
        strong.takeLongestPauseMs();
        weak.video.takeLongestPauseMs();
        for (int i = 0; i < 100; i++) {
            weak.call.runMs(100);
            assertEquals(1, weak.video.encoding());
            assertEquals(2, strong.encoding());
        }
        weak.print("1 M beside no limit", "the strong on layer " + strong.encoding());
        assertTrue(strong.takeLongestPauseMs() < 60 && weak.video.takeLongestPauseMs() < 150);
        assertEquals(List.of(), strong.faults());
        assertEquals(List.of(), weak.video.faults());
    }

    @Test
    void shouldGiveAllToAReceiverThatTellsNothing() {
        Call call = new Call(1, Profile.CLEAN);
        call.bob.feedback().kind(ReceiverFeedback.Kind.NONE);
        call.until("on the best layer", 5000, () -> call.video.encoding() == 2);
        call.call.runMs(5000);
        call.print("no feedback", "all");
        assertEquals(0, call.estimate(), "nothing is known");
        assertEquals(List.of(), call.video.faults());
    }

    @Test
    void shouldHeedAnEstimateOfTheReceiver() {
        Call call = new Call(1, Profile.CLEAN);
        call.bob.feedback().estimate(900_000);
        call.call.runMs(3000);
        assertEquals(1, call.video.encoding());
        call.bob.feedback().estimate(5_000_000);
        long ms = call.until("on the best layer", 10_000, () -> call.video.encoding() == 2);
        call.print("REMB 0.9 M, then 5 M", "best layer after " + ms + " ms");
        assertEquals(List.of(), call.video.faults());
    }

    @Test
    void shouldHeedReportedLossWhenThereIsNothingBetter() {
        Call call = new Call(1, Profile.link(1_200_000));
        call.bob.feedback().kind(ReceiverFeedback.Kind.REPORTS);
        long ms = call.until("on a layer that fits", 20_000, () -> call.video.encoding() <= 1 && call.estimate() > 0);
        call.print("1.2 M, reports only", "layer that fits after " + ms + " ms");
    }

    @Test
    void shouldServeWhatHasPriorityAndPauseWhatDoesNotFit() {
        Call call = new Call(1, Profile.link(350_000));
        SimPeer dave = call.call.join("dave");
        dave.publishVideo("screen", QHF);
        SimPeer erin = call.call.join("erin");
        erin.publishVideo("other", QHF);
        ReceivedStream screen = call.bob.subscribeVideo("screen");
        ReceivedStream other = call.bob.subscribeVideo("other");
        call.bob.configureSend();
        call.call.command(new SelectLayer(1, SimCall.ROOM, "bob", "screen", true, 9, Integer.MAX_VALUE, 0, 1, true));
        call.call.command(new SelectLayer(1, SimCall.ROOM, "bob", "other", true, 9, Integer.MAX_VALUE, 1000, 0, true));
        call.until("the small one paused", 15_000, () -> states(call).contains(new StreamState("other", true)));
        call.call.runMs(10_000);
        long before = other.packets();
        screen.takeLongestPauseMs();
        call.call.runMs(5000);
        call.print("0.35 M for three", "screen pauses " + screen.takeLongestPauseMs() + " ms, states " + states(call));
        assertEquals(before, other.packets(), "what does not fit does not come");
        assertTrue(screen.completeFrames() > 100, "screen " + screen.completeFrames());
        call.bob.downlink().profile(Profile.link(5_000_000));
        call.until("resumed", 30_000, () -> states(call).getLast().equals(new StreamState("other", false)));
        call.until("there again", 2000, () -> other.packets() > before + 20);
        assertEquals(List.of(), other.faults());
        assertEquals(List.of(), screen.faults());
    }

    private static List<StreamState> states(Call call) {
        return call.call.events().stream()
                .filter(StreamStatesChanged.class::isInstance)
                .flatMap(event -> ((StreamStatesChanged) event).streams().stream())
                .filter(state -> state.trackId().equals("other"))
                .toList();
    }

    @Test
    void shouldPauseWhatDoesNotFitAtAllAndComeBack() {
        Call call = new Call(1, Profile.link(5_000_000));
        call.until("on the best layer", 20_000, () -> call.video.encoding() == 2);
        call.bob.downlink().profile(Profile.link(150_000));
        call.call.runMs(10_000);
        call.print("5 M, then 0.15 M", "dropped " + call.call.room().stats().dropped(DropReason.CONGESTED));
        call.bob.downlink().profile(Profile.link(5_000_000));
        call.until("back", 40_000, () -> call.video.encoding() >= 1 && call.video.takeLongestPauseMs() < 200);
        assertEquals(List.of(), call.video.faults());
    }
}

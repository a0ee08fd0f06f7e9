package chat.tertulia.media.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LayerTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldChooseTheBestLiveLayerNotAboveTheWanted() {
        LiveLayers layers = new LiveLayers(3);
        assertEquals(-1, layers.best(2));
        assertTrue(layers.seen(1, 0));
        assertFalse(layers.seen(1, MS));
        assertEquals(1, layers.best(Integer.MAX_VALUE));
        assertEquals(1, layers.best(0), "better too good than nothing");
        assertFalse(layers.seen(0, MS), "one packet is no layer yet");
        assertEquals(1, layers.best(0));
        assertTrue(layers.seen(0, MS + LiveLayers.STEADY_NS));
        assertEquals(0, layers.best(0));
        assertEquals(1, layers.best(2), "fall down, do not wait");
    }

    @Test
    void shouldLoseASilentLayerOnlyWhileOthersAreNotSilent() {
        LiveLayers layers = new LiveLayers(2);
        layers.seen(0, 0);
        layers.seen(1, 0);
        layers.seen(1, LiveLayers.STEADY_NS);
        assertTrue(layers.live(1));
        long later = LiveLayers.STEADY_NS + LiveLayers.SILENCE_NS + MS;
        assertTrue(layers.live(1), "nothing came at all: a still screen");
        assertTrue(layers.seen(0, later));
        assertFalse(layers.live(1));
        assertFalse(layers.seen(1, later));
        assertTrue(layers.seen(1, later + LiveLayers.STEADY_NS));
    }

    @Test
    void shouldLoseALayerSoonerWhenPicturesOfALowerOneGoOn() {
        LiveLayers layers = new LiveLayers(2);
        long picture = 33 * MS;
        long nowNs = 0;
        for (; !layers.live(1); nowNs += picture) {
            layers.seen(0, nowNs);
            layers.seen(1, nowNs);
        }
        long silentSince = nowNs - picture;
        for (; layers.live(1); nowNs += picture) {
            layers.seen(0, nowNs);
        }
        long silentNs = nowNs - silentSince;
        assertTrue(silentNs < LiveLayers.SHORT_SILENCE_NS + 3 * picture, "after " + silentNs);
    }

    @Test
    void shouldTakeNoLayerThatStopsAtOnce() {
        LiveLayers layers = new LiveLayers(2);
        for (long nowNs = 0; nowNs < 3000 * MS; nowNs += 33 * MS) {
            layers.seen(0, nowNs);
            if (nowNs < 200 * MS) {
                layers.seen(1, nowNs);
            }
            assertFalse(layers.live(1));
        }
    }

    @Test
    void shouldBoundWhatOneReceiversRequestsCost() {
        KeyframeThrottle throttle = new KeyframeThrottle();
        int admitted = 0;
        for (long nowNs = -500 * MS; nowNs < 9_500 * MS; nowNs += 10 * MS) {
            admitted += throttle.admit(nowNs) ? 1 : 0;
        }
        assertEquals(KeyframeThrottle.BURST + 9, admitted);
    }

    @Test
    void shouldTellARiseAtOnceAndAFallWhenItHasLasted() {
        Demand demand = new Demand(2);
        assertFalse(demand.tell(0), "nothing is known yet");
        demand.want(1, 0);
        assertFalse(demand.tell(Demand.FALL_NS - 1));
        assertTrue(demand.tell(Demand.FALL_NS));
        assertEquals(1, demand.told());
        demand.want(2, Demand.FALL_NS + 1);
        assertTrue(demand.tell(Demand.FALL_NS + 1));
        demand.want(-1, 7000 * MS);
        demand.want(2, 7500 * MS);
        assertFalse(demand.tell(20_000 * MS), "it had not lasted");
    }

    @Test
    void shouldMergeThrottleAndRepeatKeyframeRequests() {
        KeyframeRequests requests = new KeyframeRequests();
        assertFalse(requests.pending());
        requests.request(-50 * MS);
        assertEquals(-50 * MS, requests.dueNs());
        requests.sent(-50 * MS);
        requests.request(10 * MS);
        requests.request(20 * MS);
        assertEquals(-50 * MS + KeyframeRequests.THROTTLE_NS, requests.dueNs());
        requests.sent(150 * MS);
        assertEquals(150 * MS + KeyframeRequests.REPEAT_NS, requests.dueNs());
        requests.settled();
        assertFalse(requests.pending());
        requests.request(160 * MS);
        assertEquals(150 * MS + KeyframeRequests.THROTTLE_NS, requests.dueNs(), "also after the keyframe came");
    }
}

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
        layers.seen(0, MS);
        assertEquals(0, layers.best(0));
        assertEquals(1, layers.best(2), "fall down, do not wait");
    }

    @Test
    void shouldLoseASilentLayerOnlyWhileOthersAreNotSilent() {
        LiveLayers layers = new LiveLayers(2);
        layers.seen(0, 0);
        layers.seen(1, 0);
        long later = LiveLayers.SILENCE_NS + MS;
        assertTrue(layers.live(1), "nothing came at all: a still screen");
        assertTrue(layers.seen(0, later));
        assertFalse(layers.live(1));
        assertTrue(layers.seen(1, later));
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

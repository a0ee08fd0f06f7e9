package chat.tertulia.media.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.media.rtp.RtpView;
import org.junit.jupiter.api.Test;

class PacketCacheTest {
    private final PacketPool pool = new PacketPool();
    private final PacketCache cache = new PacketCache();
    private final RtpView view = new RtpView();

    @Test
    void shouldKeepTheLastSecond() {
        put(1, 0);
        put(2, 500_000_000);
        put(3, PacketCache.MAX_AGE_NS);
        assertNull(cache.get(1));
        assertNotNull(cache.get(2));
        assertEquals(2, pool.lent());
        cache.evict(10 * PacketCache.MAX_AGE_NS);
        assertEquals(0, pool.lent());
        put(4, 11 * PacketCache.MAX_AGE_NS);
        assertNotNull(cache.get(4));
    }

    @Test
    void shouldBoundTheNumberOfPackets() {
        for (int i = 0; i < 5000; i++) {
            put(i, 0);
        }
        assertEquals(PacketCache.MAX_PACKETS, pool.lent());
        assertNull(cache.get(4999 - PacketCache.MAX_PACKETS));
        assertNotNull(cache.get(5000 - PacketCache.MAX_PACKETS));
        cache.clear();
        assertEquals(0, pool.lent());
    }

    @Test
    void shouldTakeLatePacketsAndHoles() {
        put(100, 0);
        put(95, 1);
        put(300, 2);
        assertNotNull(cache.get(95));
        assertNotNull(cache.get(100));
        assertNotNull(cache.get(300));
        assertNull(cache.get(200));
        put(100_000, 3);
        assertNull(cache.get(300));
        put(300, 4);
        assertNull(cache.get(300), "older than all that can be kept");
        assertEquals(1, pool.lent());
    }

    @Test
    void shouldFindDoubleReleases() {
        StoredPacket packet = pool.take(10);
        packet.release();
        assertThrows(IllegalStateException.class, packet::release);
    }

    private void put(long sequence, long nowNs) {
        byte[] bytes = new byte[12];
        bytes[0] = (byte) 0x80;
        view.wrap(bytes, 0, bytes.length);
        StoredPacket packet = pool.take(bytes.length);
        packet.store(view, new int[256], sequence, nowNs);
        cache.put(packet);
        packet.release();
    }
}

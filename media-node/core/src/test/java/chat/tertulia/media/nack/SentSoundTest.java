package chat.tertulia.media.nack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SentSoundTest {
    private static final int SSRC = 0xffff_1234;
    private static final long LATER = SentSound.INTERVAL_NS;

    private final SentSound sent = new SentSound();

    @Test
    void shouldFindWhatWentOutAndNothingElse() {
        int first = sent.sent(SSRC, 0xffff, 70, 100, 0);
        int second = sent.sent(SSRC, 0, 71, 101, 0);
        assertEquals(first, sent.find(SSRC, 0xffff, LATER));
        assertEquals(second, sent.find(SSRC, 0, LATER));
        assertEquals(70, sent.number(first));
        assertEquals(101, sent.bytes(second));
        assertEquals(SentSound.NONE, sent.find(SSRC, 1, LATER));
        assertEquals(SentSound.NONE, sent.find(SSRC + 1, 0, LATER));
    }

    @Test
    void shouldForgetTheOldest() {
        for (int i = 0; i <= SentSound.CAPACITY; i++) {
            assertEquals(i % SentSound.CAPACITY, sent.sent(SSRC, i, i, 100, 0));
        }
        assertEquals(SentSound.NONE, sent.find(SSRC, 0, LATER));
        assertEquals(0, sent.find(SSRC, SentSound.CAPACITY, LATER));
        assertEquals(SentSound.NONE, sent.find(SSRC, 1, SentSound.MOST_AGE_NS + 1));
    }

    @Test
    void shouldBoundHowOftenOneGoesOut() {
        int place = sent.sent(SSRC, 5, 5, 100, 0);
        long nowNs = 0;
        for (int i = 0; i < SentSound.MOST_REPEATS; i++) {
            assertEquals(SentSound.NONE, sent.find(SSRC, 5, nowNs + LATER - 1));
            nowNs += LATER;
            assertEquals(place, sent.find(SSRC, 5, nowNs));
            sent.repeated(place, nowNs);
        }
        assertEquals(SentSound.NONE, sent.find(SSRC, 5, nowNs + LATER));
    }
}

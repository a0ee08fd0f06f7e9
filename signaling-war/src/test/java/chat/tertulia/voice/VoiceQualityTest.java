package chat.tertulia.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.platform.Refusal;
import chat.tertulia.voice.VoiceQuality.Grade;
import chat.tertulia.voice.VoiceQuality.Report;
import org.junit.jupiter.api.Test;

class VoiceQualityTest {
    private final VoiceQuality quality = new VoiceQuality();

    @Test
    void shouldSumUp() {
        quality.told(new Report(20, "poor", 80, 4, 0, 0.25, 20_000, 1_000, 3, 900));
        quality.told(new Report(20, "good", 40, 4, 0, 0, 20_000, 0, 0, 0));
        assertEquals(1, quality.reports(Grade.POOR));
        assertEquals(1, quality.reports(Grade.GOOD));
        assertEquals(40, quality.heardSeconds.sum());
        assertEquals(1, quality.concealedSeconds.sum());
        assertEquals(3, quality.freezes.sum());
        assertEquals(0.25, quality.lossDown.sum());
        assertEquals(0.12, quality.rttSeconds.sum(), 1e-9);
    }

    @Test
    void shouldRefuseWhatNoClientCanHaveSeen() {
        refused(new Report(0, "good", 0, 0, 0, 0, 0, 0, 0, 0));
        refused(new Report(121, "good", 0, 0, 0, 0, 0, 0, 0, 0));
        refused(new Report(20, "great", 0, 0, 0, 0, 0, 0, 0, 0));
        refused(new Report(20, null, 0, 0, 0, 0, 0, 0, 0, 0));
        refused(new Report(20, "good", -1, 0, 0, 0, 0, 0, 0, 0));
        refused(new Report(20, "good", 0, Double.NaN, 0, 0, 0, 0, 0, 0));
        refused(new Report(20, "good", 0, 0, 1.5, 0, 0, 0, 0, 0));
        refused(new Report(20, "good", 0, 0, 0, Double.POSITIVE_INFINITY, 0, 0, 0, 0));
        refused(new Report(20, "good", 0, 0, 0, 0, 3e6, 0, 0, 0));
        refused(new Report(20, "good", 0, 0, 0, 0, 100, 101, 0, 0));
        refused(new Report(20, "good", 0, 0, 0, 0, 0, 0, 1_001, 0));
        refused(new Report(20, "good", 0, 0, 0, 0, 0, 0, 0, 3e6));
        assertEquals(0, quality.reports(Grade.GOOD));
        assertEquals(0, quality.seconds.sum());
    }

    private void refused(Report report) {
        assertThrows(Refusal.class, () -> quality.told(report), report::toString);
    }
}

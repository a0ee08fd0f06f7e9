package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.twcc.ArrivalLog;
import chat.tertulia.media.twcc.FeedbackWriter;
import org.junit.jupiter.api.Test;

class BandwidthEstimatorTest {
    private static final long MS = 1_000_000;
    private static final int BYTES = 1000;

    private final BandwidthEstimator estimator = new BandwidthEstimator();
    private final ArrivalLog log = new ArrivalLog();
    private final FeedbackWriter writer = new FeedbackWriter();
    private final byte[] bytes = new byte[FeedbackWriter.MAX_BYTES];
    private long nowMs = 1000;
    private int sequence;

    /** A packet every ten milliseconds, which takes twenty, and feedback after ten of them; the last is lost when asked for. */
    private void flow(boolean lastIsLost) {
        for (int i = 0; i < 10; i++, nowMs += 10) {
            estimator.sent(sequence, BYTES, 0, nowMs * MS);
            if (!(lastIsLost && i == 9)) {
                log.arrived(sequence, (nowMs + 20) * MS);
            }
            sequence++;
        }
        tell();
    }

    private void tell() {
        TransportFeedbackView view = new TransportFeedbackView();
        int length = writer.write(log, 1, 2, bytes, 0);
        assertEquals(Verdict.WELL_FORMED, view.wrap(bytes, 0, length));
        estimator.feedback(view, (nowMs + 40) * MS);
    }

    @Test
    void shouldCallTheFirstTryLostThoughTheSecondArrived() {
        for (int i = 0; i < 30; i++) {
            flow(false);
        }
        flow(true);
        int lost = sequence - 1;
        flow(false);
        for (int i = 0; i < 50; i++) {
            estimator.repeated(lost);
            log.arrived(lost, (nowMs + 20) * MS);
            flow(true);
            lost = sequence - 1;
        }
        assertEquals(0.1, estimator.loss(), 0.005);
    }

    /** A packet every 50 ms, each told at once. */
    private void picture(long delayMs) {
        estimator.sent(sequence, BYTES, 0, nowMs * MS);
        log.arrived(sequence, (nowMs + delayMs) * MS);
        sequence++;
        nowMs += 50;
        tell();
    }

    /** It wavers so much that no growth from picture to picture is seen; the trend sees it. */
    @Test
    void shouldFallWhenAWaveringQueueGrows() {
        for (int i = 0; i < 60; i++) {
            picture(20 + i % 3 * 20);
        }
        assertEquals(BandwidthEstimator.START_BPS, estimator.estimate());
        for (int i = 0; i < 60; i++) {
            picture(20 + i % 3 * 20 + 5 * i);
        }
        assertTrue(estimator.estimate() < BandwidthEstimator.START_BPS, "estimate " + estimator.estimate());
    }

    private void fill() {
        for (int i = 0; i < 20; i++) {
            picture(20);
        }
        for (int i = 1; i <= 4; i++) {
            picture(20 + 30 * i);
        }
    }

    @Test
    void shouldFallAfterFourPicturesOfAQueueThatFills() {
        fill();
        assertTrue(estimator.estimate() < BandwidthEstimator.START_BPS && estimator.overused());
    }

    @Test
    void shouldFallWhenTheReceiverFallsSilent() {
        picture(20);
        for (int i = 0; i < 500; i++, nowMs += 10) {
            estimator.sent(sequence++, BYTES, 0, nowMs * MS);
            estimator.timeout(nowMs * MS);
        }
        double expected = BandwidthEstimator.START_BPS * 0.7 * 0.7 * 0.7;
        assertEquals(expected, (double) estimator.estimate(), 1, "two seconds of patience, then 30 % a second");
    }

    /** Eight bursts of 10 ms that come twice as far apart as they left. */
    private void probe() {
        long before = nowMs;
        for (int i = 0; i < 8; i++, nowMs += 10) {
            estimator.sent(sequence, BYTES, 1, nowMs * MS);
            log.arrived(sequence, (before + 20 + 20L * i) * MS);
            sequence++;
        }
        nowMs += 100;
        tell();
    }

    @Test
    void shouldHeedAProbeThatCameMuchSlowerThanItLeft() {
        picture(20);
        probe();
        assertTrue(estimator.takeProbeEnded());
        assertEquals(0.95 * 400_000, estimator.probed(), 1);
        assertTrue(estimator.estimate() < 0.5 * BandwidthEstimator.START_BPS, "estimate " + estimator.estimate());
    }

    @Test
    void shouldNotFallBelowWhatFlowsForAProbe() {
        for (int i = 0; i < 3; i++) {
            flow(false);
        }
        probe();
        assertTrue(estimator.estimate() > estimator.probed() * 1.2, "estimate " + estimator.estimate());
    }
}

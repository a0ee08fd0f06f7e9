package chat.tertulia.media.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}

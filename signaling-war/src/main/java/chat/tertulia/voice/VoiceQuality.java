package chat.tertulia.voice;

import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What clients say of their calls, summed up for {@code /metrics}; of whom it came is not kept. A client may lie: it then moves
 * sums, within the bounds of a report, and nothing else. Any thread.
 */
@Service
public class VoiceQuality {
    private static final int LONGEST_SECONDS = 120;
    private static final int LONGEST_MS = 60_000;
    private static final int MOST_TRACKS = 100;
    private static final int MOST_FREEZES = 1_000;

    private final Map<Grade, LongAdder> reports = new EnumMap<>(Grade.class);
    final DoubleAdder seconds = new DoubleAdder();
    final DoubleAdder rttSeconds = new DoubleAdder();
    final DoubleAdder jitterSeconds = new DoubleAdder();
    final DoubleAdder lossUp = new DoubleAdder();
    final DoubleAdder lossDown = new DoubleAdder();
    final DoubleAdder heardSeconds = new DoubleAdder();
    final DoubleAdder concealedSeconds = new DoubleAdder();
    final DoubleAdder frozenSeconds = new DoubleAdder();
    final LongAdder freezes = new LongAdder();

    enum Grade {
        GOOD("good"),
        FAIR("fair"),
        POOR("poor");

        final String wireName;

        Grade(String wireName) {
            this.wireName = wireName;
        }
    }

    /**
     * Payload of {@code voice:quality:report}: a call as its client saw it, since its last report.
     *
     * @param lossUp,lossDown parts of 1
     * @param heardMs sound played, over all tracks
     * @param concealedMs of that, what no packet brought
     * @param frozenMs of pictures, over all tracks
     */
    record Report(
            int seconds,
            @Nullable String grade,
            double rttMs,
            double jitterMs,
            double lossUp,
            double lossDown,
            double heardMs,
            double concealedMs,
            int freezes,
            double frozenMs) {}

    public VoiceQuality() {
        for (Grade grade : Grade.values()) {
            reports.put(grade, new LongAdder());
        }
    }

    void told(Report report) {
        Grade grade = checked(report);
        count(grade).increment();
        seconds.add(report.seconds());
        rttSeconds.add(report.rttMs() / 1000);
        jitterSeconds.add(report.jitterMs() / 1000);
        lossUp.add(report.lossUp());
        lossDown.add(report.lossDown());
        heardSeconds.add(report.heardMs() / 1000);
        concealedSeconds.add(report.concealedMs() / 1000);
        frozenSeconds.add(report.frozenMs() / 1000);
        freezes.add(report.freezes());
    }

    long reports(Grade grade) {
        return count(grade).sum();
    }

    private static Grade checked(Report report) {
        within("seconds", report.seconds(), 1, LONGEST_SECONDS);
        within("rttMs", report.rttMs(), 0, LONGEST_MS);
        within("jitterMs", report.jitterMs(), 0, LONGEST_MS);
        within("lossUp", report.lossUp(), 0, 1);
        within("lossDown", report.lossDown(), 0, 1);
        double mostMs = report.seconds() * 1000.0 * MOST_TRACKS;
        within("heardMs", report.heardMs(), 0, mostMs);
        within("concealedMs", report.concealedMs(), 0, report.heardMs());
        within("freezes", report.freezes(), 0, MOST_FREEZES);
        within("frozenMs", report.frozenMs(), 0, mostMs);
        for (Grade grade : Grade.values()) {
            if (grade.wireName.equals(report.grade())) {
                return grade;
            }
        }
        throw Refusal.field("grade", "This is good, fair or poor.");
    }

    private static void within(String field, double value, double least, double most) {
        // Written so that a value that is no number is refused too.
        if (!(value >= least && value <= most)) {
            throw Refusal.field(field, "This is out of bounds.");
        }
    }

    private LongAdder count(Grade grade) {
        return Objects.requireNonNull(reports.get(grade));
    }
}

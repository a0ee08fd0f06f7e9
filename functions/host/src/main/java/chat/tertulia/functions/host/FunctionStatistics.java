package chat.tertulia.functions.host;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a scraper wants to know of one function. Any thread may count, any may read. */
final class FunctionStatistics {
    /** Seconds; a picture takes some tenths, a sweep of a million objects minutes. */
    private static final double[] BOUNDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900};

    private final String function;
    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
    private final AtomicLong nanoseconds = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong starts = new AtomicLong();

    FunctionStatistics(String function) {
        this.function = function;
    }

    void attempt(boolean success, long tookNs) {
        (success ? succeeded : failed).incrementAndGet();
        nanoseconds.addAndGet(tookNs);
        int i = 0;
        double seconds = (double) tookNs / TimeUnit.SECONDS.toNanos(1);
        while (i < BOUNDS.length && seconds > BOUNDS[i]) {
            i++;
        }
        buckets.incrementAndGet(i);
    }

    void dead() {
        dead.incrementAndGet();
    }

    void turnedAway() {
        turnedAway.incrementAndGet();
    }

    void started() {
        starts.incrementAndGet();
    }

    /** In the text format of Prometheus. */
    void write(StringBuilder text, FunctionQueue queue) {
        line(text, "tertulia_function_queue_depth", "", queue.depth());
        seconds(text, "tertulia_function_queue_age_seconds", queue.ageNs());
        line(text, "tertulia_function_attempts_total", ",outcome=\"succeeded\"", succeeded.get());
        line(text, "tertulia_function_attempts_total", ",outcome=\"failed\"", failed.get());
        line(text, "tertulia_function_dead_letters_total", "", dead.get());
        line(text, "tertulia_function_turned_away_total", "", turnedAway.get());
        line(text, "tertulia_function_process_starts_total", "", starts.get());
        long count = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            count += buckets.get(i);
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            line(text, "tertulia_function_seconds_bucket", ",le=\"" + bound + '"', count);
        }
        seconds(text, "tertulia_function_seconds_sum", nanoseconds.get());
        line(text, "tertulia_function_seconds_count", "", count);
    }

    private void line(StringBuilder text, String name, String labels, long value) {
        text.append(name)
                .append("{function=\"")
                .append(function)
                .append('"')
                .append(labels)
                .append("} ");
        text.append(value).append('\n');
    }

    private void seconds(StringBuilder text, String name, long nanoseconds) {
        double value = (double) nanoseconds / TimeUnit.SECONDS.toNanos(1);
        text.append(name).append("{function=\"").append(function).append("\"} ");
        text.append(String.format(Locale.ROOT, "%.6f", value)).append('\n');
    }
}

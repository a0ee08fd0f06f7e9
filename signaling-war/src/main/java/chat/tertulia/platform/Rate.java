package chat.tertulia.platform;

import java.time.Duration;

/** So many permits in a window, given back evenly over it. */
public record Rate(int permits, Duration window) {
    public static Rate perMinutes(int permits, int minutes) {
        return new Rate(permits, Duration.ofMinutes(minutes));
    }

    public static Rate perSeconds(int permits, int seconds) {
        return new Rate(permits, Duration.ofSeconds(seconds));
    }
}

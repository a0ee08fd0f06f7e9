package chat.tertulia.gateway;

import java.time.Duration;

/** So many events of one kind in a window, by address before joining and by member afterwards. */
public record Limit(int events, Duration window) {
    public static Limit perSeconds(int events, int seconds) {
        return new Limit(events, Duration.ofSeconds(seconds));
    }
}

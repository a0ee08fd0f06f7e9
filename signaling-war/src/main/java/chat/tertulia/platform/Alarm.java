package chat.tertulia.platform;

import java.time.Duration;

/** Calls back once after a while. The production one is {@link Platform}'s; tests turn the time themselves. */
@FunctionalInterface
public interface Alarm {
    /** @param action must not block */
    void after(Duration pause, Runnable action);
}

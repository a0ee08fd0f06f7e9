package chat.tertulia.voice.signal;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all rooms and participants share.
 *
 * @param timer only ever posts to mailboxes
 */
record SignalSettings(
        SignalLimits limits,
        SignalCounters counters,
        ScheduledExecutorService timer,
        Clock clock,
        Admission admission) {}

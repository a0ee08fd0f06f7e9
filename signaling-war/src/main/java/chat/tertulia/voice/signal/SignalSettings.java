package chat.tertulia.voice.signal;

import chat.tertulia.voice.turn.TurnServers;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all rooms and participants share.
 *
 * @param timer only ever posts to mailboxes
 */
public record SignalSettings(
        SignalLimits limits,
        SignalCounters counters,
        ScheduledExecutorService timer,
        Clock clock,
        Admission admission,
        TurnServers turn) {}

package chat.tertulia.voice.signal;

import java.util.concurrent.atomic.LongAdder;

/** What is counted about signalling, for the metrics. */
public final class SignalCounters {
    public final LongAdder joins = new LongAdder();
    public final LongAdder resumes = new LongAdder();
    public final LongAdder refusedTokens = new LongAdder();
    public final LongAdder garbage = new LongAdder();
    public final LongAdder floods = new LongAdder();
    public final LongAdder refusedSdp = new LongAdder();
    public final LongAdder refusedPermissions = new LongAdder();
    public final LongAdder cuts = new LongAdder();
}

package chat.tertulia.voice.node;

import java.util.concurrent.atomic.LongAdder;

/** What is counted about the control links, for the metrics. */
public final class NodeCounters {
    public final LongAdder requests = new LongAdder();
    public final LongAdder failures = new LongAdder();
    public final LongAdder timeouts = new LongAdder();
    public final LongAdder malformed = new LongAdder();
    public final LongAdder refusedHandshakes = new LongAdder();
    public final LongAdder losses = new LongAdder();
}

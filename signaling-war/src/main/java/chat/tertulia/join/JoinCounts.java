package chat.tertulia.join;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Service;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How joins ended, since the start. */
@Service
public class JoinCounts {
    private final LongAdder joined = new LongAdder();
    private final Map<ErrorCode, LongAdder> refused = new EnumMap<>(ErrorCode.class);

    public JoinCounts() {
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(code, new LongAdder());
        }
    }

    void countJoined() {
        joined.increment();
    }

    void countRefused(ErrorCode code) {
        refused.getOrDefault(code, joined).increment();
    }

    public long joined() {
        return joined.sum();
    }

    public long refused(ErrorCode code) {
        return refused.getOrDefault(code, joined).sum();
    }
}

package chat.tertulia.media.sctp;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that wait for their neighbours. The fragments of a message have consecutive TSNs (RFC 9260 §6.9), so runs of
 * neighbours are kept by their two ends: each fragment costs the same, in whatever order a peer sends them.
 */
final class Fragments {
    /** One DATA chunk. */
    static final class Fragment {
        final int tsn;
        final int flags;
        final int stream;
        final int sequence;
        final int protocol;
        final byte[] payload;
        private @Nullable Fragment next;

        Fragment(byte[] bytes, int at, byte[] payload) {
            this.tsn = DataChunk.tsn(bytes, at);
            this.flags = bytes[at + 1] & 0xff;
            this.stream = DataChunk.stream(bytes, at);
            this.sequence = DataChunk.sequence(bytes, at);
            this.protocol = DataChunk.protocol(bytes, at);
            this.payload = payload;
        }

        boolean begins() {
            return (flags & DataChunk.BEGIN) != 0;
        }

        boolean ends() {
            return (flags & DataChunk.END) != 0;
        }

        boolean unordered() {
            return (flags & DataChunk.UNORDERED) != 0;
        }

        int cost() {
            return payload.length + SctpSettings.OVERHEAD;
        }

        private boolean continuedBy(Fragment other) {
            return !ends()
                    && !other.begins()
                    && stream == other.stream
                    && unordered() == other.unordered()
                    && (unordered() || sequence == other.sequence);
        }
    }

    /** Neighbours of one message. */
    static final class Run {
        Fragment first;
        private Fragment last;
        private int bytes;
        private int cost;

        Run(Fragment only) {
            first = only;
            last = only;
            bytes = only.payload.length;
            cost = only.cost();
        }

        int bytes() {
            return bytes;
        }

        int cost() {
            return cost;
        }

        boolean whole() {
            return first.begins() && last.ends();
        }

        byte[] message() {
            byte[] message = new byte[bytes];
            int at = 0;
            for (Fragment part = first; part != null; part = part.next) {
                System.arraycopy(part.payload, 0, message, at, part.payload.length);
                at += part.payload.length;
            }
            return message;
        }

        private void append(Run other) {
            last.next = other.first;
            last = other.last;
            bytes += other.bytes;
            cost += other.cost;
        }
    }

    private final Map<Integer, Run> byFirst = new HashMap<>();
    private final Map<Integer, Run> byLast = new HashMap<>();

    /** The run that the fragment is part of now; it stays here until it is taken. */
    Run add(Fragment fragment) {
        Run run = new Run(fragment);
        Run before = byLast.get(fragment.tsn - 1);
        if (before != null && before.last.continuedBy(fragment)) {
            drop(before);
            before.append(run);
            run = before;
        }
        Run after = byFirst.get(fragment.tsn + 1);
        if (after != null && fragment.continuedBy(after.first)) {
            drop(after);
            run.append(after);
        }
        byFirst.put(run.first.tsn, run);
        byLast.put(run.last.tsn, run);
        return run;
    }

    void take(Run run) {
        drop(run);
    }

    /** Forgets runs that begin at or before this TSN: their messages are never finished. Returns what they cost. */
    int forget(int tsn) {
        int cost = 0;
        for (Iterator<Run> runs = byFirst.values().iterator(); runs.hasNext(); ) {
            Run run = runs.next();
            if (tsn - run.first.tsn >= 0) {
                runs.remove();
                byLast.remove(run.last.tsn);
                cost += run.cost;
            }
        }
        return cost;
    }

    private void drop(Run run) {
        byFirst.remove(run.first.tsn);
        byLast.remove(run.last.tsn);
    }
}

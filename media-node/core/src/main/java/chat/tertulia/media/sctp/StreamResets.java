package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stream reset, RFC 6525: outgoing requests of ours, one at a time, and answers to the peer's. Other requests are denied.
 */
final class StreamResets {
    private static final int OUTGOING_REQUEST = 13;
    private static final int RESPONSE = 16;
    private static final int FIRST_DENIED = 14;
    private static final int LAST_DENIED = 18;
    private static final int REQUEST_FIXED = 16;
    private static final int MAX_STREAMS = 256;

    private static final int PERFORMED = 1;
    private static final int DENIED = 2;
    private static final int BAD_SEQUENCE = 5;
    private static final int IN_PROGRESS = 6;

    private final SctpSettings settings;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Queue<SctpEvent> events;
    private final Set<Integer> wanted = new LinkedHashSet<>();
    private List<Integer> asked = List.of();
    private int ourSequence;
    private int askedTsn;
    private int peerSequence;
    private int lastResult = BAD_SEQUENCE;
    private boolean requestDue;
    private long timerNs = Long.MAX_VALUE;
    /** Sequence and result of the answer that is due. */
    private int @Nullable [] answer;

    StreamResets(SctpSettings settings, Inbox inbox, Outbox outbox, Queue<SctpEvent> events) {
        this.settings = settings;
        this.inbox = inbox;
        this.outbox = outbox;
        this.events = events;
    }

    /** RFC 6525 §5.1.2: the sequences begin with the first TSNs. */
    void begin(int localTsn, int peerTsn) {
        ourSequence = localTsn;
        peerSequence = peerTsn;
    }

    void want(int stream) {
        if (!asked.contains(stream)) {
            wanted.add(stream);
        }
    }

    long timerNs() {
        return timerNs;
    }

    boolean due() {
        return answer != null || requestDue || mayAsk();
    }

    /** What waits on a stream goes first. */
    private boolean mayAsk() {
        return asked.isEmpty()
                && wanted.stream().anyMatch(stream -> !outbox.queue().busy(stream));
    }

    void write(PacketWriter writer, long nowNs, long rtoNs) {
        if (mayAsk()) {
            List<Integer> ready = new ArrayList<>();
            for (int stream : wanted) {
                if (ready.size() < MAX_STREAMS && !outbox.queue().busy(stream)) {
                    ready.add(stream);
                    outbox.queue().stream(stream).paused = true;
                }
            }
            asked = List.copyOf(ready);
            wanted.removeAll(asked);
            askedTsn = outbox.lastTsn();
            requestDue = true;
        }
        if (!due() || writer.room() < 4 + 12 + 3 + REQUEST_FIXED + 2 * asked.size()) {
            return;
        }
        writer.chunk(ChunkType.RE_CONFIG, 0);
        int[] result = answer;
        if (result != null) {
            writer.put16(RESPONSE);
            writer.put16(12);
            writer.put32(result[0]);
            writer.put32(result[1]);
            answer = null;
        }
        if (requestDue) {
            writer.put16(OUTGOING_REQUEST);
            writer.put16(REQUEST_FIXED + 2 * asked.size());
            writer.put32(ourSequence);
            writer.put32(peerSequence - 1);
            writer.put32(askedTsn);
            asked.forEach(writer::put16);
            requestDue = false;
            timerNs = nowNs + rtoNs;
        }
        writer.endChunk();
    }

    void expired() {
        requestDue = true;
        timerNs = Long.MAX_VALUE;
    }

    /** Parameters of a RE-CONFIG chunk. False when it is none. */
    boolean received(byte[] bytes, int at) {
        int end = at + NetworkOrder.u16(bytes, at + 2);
        for (int parameter = at + PacketFormat.CHUNK_HEADER; parameter + 4 <= end; ) {
            int type = NetworkOrder.u16(bytes, parameter);
            int length = NetworkOrder.u16(bytes, parameter + 2);
            if (length < 8 || parameter + length > end) {
                return false;
            }
            if (type == OUTGOING_REQUEST && length >= REQUEST_FIXED) {
                requested(bytes, parameter, length);
            } else if (type == RESPONSE && length >= 12) {
                answered(NetworkOrder.i32(bytes, parameter + 4), NetworkOrder.i32(bytes, parameter + 8));
            } else if (type >= FIRST_DENIED && type <= LAST_DENIED) {
                deny(NetworkOrder.i32(bytes, parameter + 4));
            }
            parameter += PacketFormat.padded(length);
        }
        return true;
    }

    /** RFC 6525 §5.2.2. */
    private void requested(byte[] bytes, int at, int length) {
        int sequence = NetworkOrder.i32(bytes, at + 4);
        if (sequence == peerSequence - 1) {
            answer = new int[] {sequence, lastResult};
        } else if (sequence != peerSequence) {
            answer = new int[] {sequence, BAD_SEQUENCE};
        } else if (NetworkOrder.i32(bytes, at + 12) - inbox.cumulativeTsn() > 0) {
            // E2: what was sent before has not all come; the peer asks again.
            answer = new int[] {sequence, IN_PROGRESS};
        } else {
            perform(bytes, at, length);
            peerSequence++;
            lastResult = PERFORMED;
            answer = new int[] {sequence, PERFORMED};
        }
    }

    private void perform(byte[] bytes, int at, int length) {
        if (length == REQUEST_FIXED) {
            inbox.resetAll(); // no stream named means all of them; channels are told one by one only
            return;
        }
        for (int stream = at + REQUEST_FIXED; stream + 2 <= at + length; stream += 2) {
            int id = NetworkOrder.u16(bytes, stream);
            if (id < settings.streams()) {
                inbox.reset(id);
                events.add(new SctpEvent.IncomingReset(id));
            }
        }
    }

    private void deny(int sequence) {
        if (sequence == peerSequence) {
            peerSequence++;
            lastResult = DENIED;
        }
        answer = new int[] {sequence, sequence == peerSequence - 1 ? lastResult : BAD_SEQUENCE};
    }

    private void answered(int sequence, int result) {
        if (asked.isEmpty() || sequence != ourSequence || result == IN_PROGRESS) {
            return; // in progress: the timer asks again, RFC 6525 §5.2.7
        }
        ourSequence++;
        timerNs = Long.MAX_VALUE;
        requestDue = false;
        for (int stream : asked) {
            outbox.queue().stream(stream).restart();
            events.add(new SctpEvent.OutgoingReset(stream));
        }
        asked = List.of();
    }
}

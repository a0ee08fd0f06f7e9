package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.Fragments.Fragment;
import chat.tertulia.media.sctp.Fragments.Run;
import chat.tertulia.media.sctp.SctpEvent.Message;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What comes in: remembers TSNs, puts messages together and in order, and says how much more may come. What the owner has not
 * yet taken counts against the window, so that a slow reader slows its peer (RFC 9260 §6.2).
 */
final class Inbox {
    private static final int MAX_DUPLICATES = 16;

    private final SctpSettings settings;
    private final ReceivedTsns tsns;
    private final Fragments fragments = new Fragments();
    private final Map<Integer, IncomingStream> streams = new HashMap<>();
    private final Queue<SctpEvent> events;
    private final int[] duplicates = new int[MAX_DUPLICATES];
    private int duplicateCount;
    /** Cost of fragments, of messages that wait for their turn, and of those that wait for the owner. */
    private int held;
    /** Of it, what only waits for the owner. */
    private int unread;

    Inbox(SctpSettings settings, int firstTsn, Queue<SctpEvent> events) {
        this.settings = settings;
        this.tsns = new ReceivedTsns(firstTsn - 1);
        this.events = events;
    }

    static int cost(Message message) {
        return message.payload().length + SctpSettings.OVERHEAD;
    }

    int cumulativeTsn() {
        return tsns.cumulative();
    }

    boolean gaps() {
        return tsns.gaps();
    }

    /** RFC 9260 §6.2: the a_rwnd to tell. */
    int window() {
        return Math.max(0, settings.receiveBytes() - held);
    }

    /** The owner has taken it. */
    void taken(Message message) {
        held -= cost(message);
        unread -= cost(message);
    }

    private void deliver(Message message) {
        unread += cost(message);
        events.add(message);
    }

    /** What a DATA chunk of a well-formed packet brings, or why the association ends. */
    @Nullable
    Violation data(byte[] bytes, int at) {
        int size = NetworkOrder.u16(bytes, at + 2) - DataChunk.HEADER;
        if (size <= 0) {
            return Violation.NO_USER_DATA;
        }
        int tsn = DataChunk.tsn(bytes, at);
        switch (tsns.look(tsn)) {
            case BEYOND -> {
                return null; // the peer sends it again
            }
            case DUPLICATE -> {
                if (duplicateCount < MAX_DUPLICATES) {
                    duplicates[duplicateCount++] = tsn;
                }
                return null;
            }
            case NEW -> {}
        }
        int cost = size + SctpSettings.OVERHEAD;
        // What fills a gap is taken beyond the window, or nothing would move; but only while something waits for it, so
        // that
        // an owner who does not read holds the peer back, and not without end, so that one that completes nothing is
        // not fed.
        boolean fills = tsn == tsns.cumulative() + 1 && held > unread;
        if (held + cost > settings.receiveBytes() && !fills) {
            return null;
        }
        if (held - unread + cost > settings.receiveBytes() + 2 * settings.messageBytes()) {
            return Violation.OUT_OF_RESOURCE;
        }
        tsns.add(tsn);
        if (DataChunk.stream(bytes, at) >= settings.streams()) {
            return null; // RFC 9260 §6.5: acknowledged and dropped
        }
        byte[] payload = new byte[size];
        System.arraycopy(bytes, at + DataChunk.HEADER, payload, 0, size);
        held += cost;
        return keep(fragments.add(new Fragment(bytes, at, payload)));
    }

    private @Nullable Violation keep(Run run) {
        if (run.bytes() > settings.messageBytes()) {
            return Violation.OUT_OF_RESOURCE;
        }
        if (!run.whole()) {
            return null;
        }
        fragments.take(run);
        Fragment first = run.first;
        Message message = new Message(first.stream, first.protocol, run.message());
        held += cost(message) - run.cost();
        if (first.unordered()) {
            deliver(message);
            return null;
        }
        return stream(first.stream).add(first.sequence, message, this::deliver) ? null : Violation.PROTOCOL_VIOLATION;
    }

    /** RFC 3758 §3.2: new cumulative TSN, then pairs of stream and sequence. False when it is none. */
    boolean forward(byte[] bytes, int at) {
        int size = NetworkOrder.u16(bytes, at + 2);
        if (size < 8 || size % 4 != 0) {
            return false;
        }
        int tsn = NetworkOrder.i32(bytes, at + 4);
        if (!tsns.forward(tsn)) {
            return true;
        }
        held -= fragments.forget(tsn);
        for (int pair = at + 8; pair < at + size; pair += 4) {
            int stream = NetworkOrder.u16(bytes, pair);
            if (stream < settings.streams()) {
                stream(stream).skip(NetworkOrder.u16(bytes, pair + 2), this::deliver);
            }
        }
        return true;
    }

    void reset(int stream) {
        IncomingStream known = streams.remove(stream);
        if (known != null) {
            held -= known.reset();
        }
    }

    void resetAll() {
        for (int stream : streams.keySet().stream().mapToInt(Integer::intValue).toArray()) {
            reset(stream);
        }
    }

    /** RFC 9260 §3.3.4. */
    void writeSack(PacketWriter writer) {
        writer.chunk(ChunkType.SACK, 0);
        writer.put32(tsns.cumulative());
        writer.put32(window());
        int counts = writer.position();
        writer.put32(0);
        int[] blocks = {0};
        tsns.blocks((first, last) -> {
            writer.put16(first);
            writer.put16(last);
            blocks[0]++;
            return writer.room() >= 4 + 4 * duplicateCount;
        });
        for (int i = 0; i < duplicateCount; i++) {
            writer.put32(duplicates[i]);
        }
        writer.put16At(counts, blocks[0]);
        writer.put16At(counts + 2, duplicateCount);
        duplicateCount = 0;
        writer.endChunk();
    }

    private IncomingStream stream(int stream) {
        return streams.computeIfAbsent(stream, _ -> new IncomingStream());
    }

    /** For tests: what is held for a peer. */
    int held() {
        return held;
    }

    static Queue<SctpEvent> queue() {
        return new ArrayDeque<>();
    }
}

package chat.tertulia.media.sctp;

import java.util.ArrayDeque;
import java.util.Deque;

/** Messages of one stream that have not all their TSNs yet, and the stream's numbering. */
final class OutgoingStream {
    final int id;
    final Deque<OutgoingMessage> waiting = new ArrayDeque<>();
    private int nextSequence;
    /** Cost of all messages that wait or are under way. */
    int held;
    /** Being reset: nothing new is begun. */
    boolean paused;

    OutgoingStream(int id) {
        this.id = id;
    }

    int takeSequence() {
        int sequence = nextSequence;
        nextSequence = (nextSequence + 1) & 0xffff;
        return sequence;
    }

    void restart() {
        nextSequence = 0;
        paused = false;
    }
}

package chat.tertulia.media.twcc;

import chat.tertulia.media.rtp.SequenceUnwrapper;
import java.util.Arrays;

/**
 * When each packet of a transport came, by its transport-wide sequence number. Everything is logged that carries the number:
 * audio, video, retransmissions, probes.
 */
public final class ArrivalLog {
    static final int WINDOW = 1024;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final long[] sequences = new long[WINDOW];
    private final long[] arrivals = new long[WINDOW];
    private long next = -1;
    private long highest = -1;

    public ArrivalLog() {
        Arrays.fill(sequences, -1);
    }

    public void arrived(int sequence16, long nowNs) {
        long sequence = unwrapper.unwrap(sequence16);
        if ((highest >= 0 && sequence <= highest - WINDOW) || received(sequence)) {
            return;
        }
        int slot = (int) sequence & (WINDOW - 1);
        sequences[slot] = sequence;
        arrivals[slot] = nowNs;
        highest = Math.max(highest, sequence);
        // A late packet is told too: feedback begins again at it, and repeats what followed.
        next = next < 0 ? sequence : Math.max(Math.min(next, sequence), highest - WINDOW + 1);
    }

    boolean received(long sequence) {
        return sequences[(int) sequence & (WINDOW - 1)] == sequence;
    }

    long arrivalNs(long sequence) {
        return arrivals[(int) sequence & (WINDOW - 1)];
    }

    /** The first packet that no feedback told of. */
    long next() {
        return next;
    }

    long highest() {
        return highest;
    }

    void told(long through) {
        next = through + 1;
    }

    /** Something waits to be told. */
    public boolean pending() {
        return next >= 0 && next <= highest;
    }
}

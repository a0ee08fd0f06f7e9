package chat.tertulia.media.bwe;

/**
 * When each packet went out, by its transport-wide number: a ring of primitives, written at each send. What is older than the
 * ring is forgotten, and feedback about it ignored.
 */
final class SentLog {
    /** At 1000 bytes a packet 50 Mbit/s for 330 ms, which is a feedback interval and a round trip. */
    static final int CAPACITY = 2048;

    private static final byte ON_ITS_WAY = 0;
    private static final byte LOST = 1;
    private static final byte ARRIVED = 2;
    private static final byte REPEATED = 3;

    private long[] sentNs = {};
    private short[] bytes = {};
    private byte[] probes = {};
    private byte[] states = {};
    private long next;

    /** @param probe cluster of the packet, 0 for none */
    void sent(long sequence, int size, int probe, long nowNs) {
        if (sentNs.length == 0) {
            sentNs = new long[CAPACITY];
            bytes = new short[CAPACITY];
            probes = new byte[CAPACITY];
            states = new byte[CAPACITY];
            next = sequence;
        }
        int slot = slot(sequence);
        sentNs[slot] = nowNs;
        bytes[slot] = (short) size;
        probes[slot] = (byte) probe;
        states[slot] = ON_ITS_WAY;
        next = sequence + 1;
    }

    /** The number that goes out next. */
    long next() {
        return next;
    }

    boolean knows(long sequence) {
        return sequence < next && sequence >= next - CAPACITY && sequence >= 0 && sentNs.length > 0;
    }

    long sentNs(long sequence) {
        return sentNs[slot(sequence)];
    }

    int bytes(long sequence) {
        return bytes[slot(sequence)] & 0xffff;
    }

    int probe(long sequence) {
        return probes[slot(sequence)] & 0xff;
    }

    /** False when that was told before. */
    boolean markLost(long sequence) {
        int slot = slot(sequence);
        boolean news = states[slot] == ON_ITS_WAY;
        states[slot] = news ? LOST : states[slot];
        return news;
    }

    boolean repeated(long sequence) {
        return states[slot(sequence)] == REPEATED;
    }

    boolean lost(long sequence) {
        return states[slot(sequence)] == LOST;
    }

    /** False when that was told before. */
    boolean markArrived(long sequence) {
        int slot = slot(sequence);
        boolean news = states[slot] != ARRIVED;
        states[slot] = ARRIVED;
        return news;
    }

    /** The packet goes out again under its old number: when that is told of, it says nothing any more. True when nothing was. */
    boolean markRepeated(long sequence) {
        int slot = slot(sequence);
        boolean untold = states[slot] == ON_ITS_WAY;
        states[slot] = REPEATED;
        return untold;
    }

    private static int slot(long sequence) {
        return (int) sequence & (CAPACITY - 1);
    }
}

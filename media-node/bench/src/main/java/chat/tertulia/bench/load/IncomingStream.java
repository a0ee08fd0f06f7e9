package chat.tertulia.bench.load;

/** What one peer hears on one SSRC. Owned by: the receiver. */
final class IncomingStream {
    private static final int SAMPLED = 8;

    private final int ssrc;
    private final GapCounter gaps = new GapCounter();

    IncomingStream(int ssrc) {
        this.ssrc = ssrc;
    }

    int ssrc() {
        return ssrc;
    }

    GapCounter gaps() {
        return gaps;
    }

    /** Counts; true for the one in eight that is worth decrypting. */
    boolean sample(int sequence) {
        gaps.count(sequence);
        return gaps.received() % SAMPLED == 1;
    }
}

package chat.tertulia.bench.load;

/**
 * What the generator has counted since its start.
 *
 * @param owed copies of sent packets that somebody is to get: each packet once for each listener of its room
 * @param received SRTP packets that came, of all peers
 * @param missing gaps in sequence numbers
 * @param strange packets that would not decrypt, or without a credible time
 */
public record Totals(long owed, long received, long missing, long strange) {
    /** Share of what was owed between two quiet moments and did not come. */
    public double lossSince(Totals before) {
        long wanted = owed - before.owed;
        return wanted == 0 ? 0 : Math.max(0, 1 - (double) (received - before.received) / wanted);
    }
}

package chat.tertulia.bench.load;

/**
 * One participant of a plan.
 *
 * @param number unique in the plan; the SSRCs follow from it
 * @param hears whether it gets what the others of its room send
 */
public record Seat(int number, String room, Media sends, boolean hears) {
    private static final long FIRST_SSRC = 100_000;

    /** What a participant sends; video comes with audio, as from a camera. */
    public enum Media {
        NOTHING(0),
        AUDIO(1),
        VIDEO(2);

        private final int streams;

        Media(int streams) {
            this.streams = streams;
        }

        public int streams() {
            return streams;
        }
    }

    public boolean talks() {
        return sends != Media.NOTHING;
    }

    public long audioSsrc() {
        return FIRST_SSRC + 2L * number;
    }

    public long videoSsrc() {
        return audioSsrc() + 1;
    }
}

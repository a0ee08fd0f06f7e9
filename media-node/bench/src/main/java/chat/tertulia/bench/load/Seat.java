package chat.tertulia.bench.load;

/**
 * One participant of a plan.
 *
 * @param number unique in the plan; the SSRCs follow from it
 * @param hears whether it gets what the others of its room send
 */
public record Seat(int number, String room, Media sends, boolean hears) {
    private static final long FIRST_SSRC = 100_000;

    /** What a participant sends; video comes with audio, as from a camera. A shared screen has larger frames and no sound. */
    public enum Media {
        NOTHING(false, 0),
        AUDIO(true, 0),
        VIDEO(true, 4),
        SCREEN(false, 10);

        private final boolean sound;
        private final int packetsAFrame;

        Media(boolean sound, int packetsAFrame) {
            this.sound = sound;
            this.packetsAFrame = packetsAFrame;
        }

        public boolean hasSound() {
            return sound;
        }

        public boolean hasVideo() {
            return packetsAFrame > 0;
        }

        int packetsAFrame() {
            return packetsAFrame;
        }

        public int streams() {
            return (sound ? 1 : 0) + (hasVideo() ? 1 : 0);
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

package chat.tertulia.media.speaker;

import org.jspecify.annotations.Nullable;

/**
 * Which microphones of a room are forwarded: not more than so many, the loudest by RFC 6464 levels. Who begins to speak takes the
 * place of somebody silent with the first packet that is loud; the place of somebody who speaks only by being clearly louder.
 */
final class LoudestTracks {
    /** Silent for so long, one may be replaced at once. */
    static final long HANGOVER_NS = 400_000_000;

    /** So much louder must one be than somebody who speaks. */
    static final double MARGIN_DB = 6;

    private final @Nullable AudioActivity[] chosen;
    private boolean changed;

    LoudestTracks(int places) {
        chosen = new @Nullable AudioActivity[places];
    }

    /** A packet of the track came. */
    void consider(AudioActivity challenger, int level, long nowNs) {
        if (challenger.chosen()) {
            return;
        }
        int weakest = -1;
        for (int place = 0; place < chosen.length; place++) {
            AudioActivity holder = chosen[place];
            if (holder == null) {
                give(place, challenger);
                return;
            }
            AudioActivity least = weakest < 0 ? null : chosen[weakest];
            if (least == null || weaker(holder, least, nowNs)) {
                weakest = place;
            }
        }
        AudioActivity holder = weakest < 0 ? null : chosen[weakest];
        if (holder != null && beats(challenger, level, holder, nowNs)) {
            holder.chosen(false);
            give(weakest, challenger);
        }
    }

    private static boolean weaker(AudioActivity one, AudioActivity other, long nowNs) {
        boolean oneSpeaks = one.loudSince(nowNs - HANGOVER_NS);
        boolean otherSpeaks = other.loudSince(nowNs - HANGOVER_NS);
        return oneSpeaks == otherSpeaks ? one.smoothedDbov() < other.smoothedDbov() : otherSpeaks;
    }

    private static boolean beats(AudioActivity challenger, int level, AudioActivity holder, long nowNs) {
        return holder.loudSince(nowNs - HANGOVER_NS)
                ? challenger.smoothedDbov() > holder.smoothedDbov() + MARGIN_DB
                : -level > AudioActivity.OFF_DBOV;
    }

    /** Whether somebody came, was given a place or lost one since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    void came() {
        changed = true;
    }

    private void give(int place, AudioActivity winner) {
        changed = true;
        chosen[place] = winner;
        winner.chosen(true);
    }

    /** Muted or gone: the place is free. */
    void release(AudioActivity gone) {
        for (int place = 0; place < chosen.length; place++) {
            if (chosen[place] == gone) {
                chosen[place] = null;
                changed = true;
                gone.chosen(false);
            }
        }
    }
}

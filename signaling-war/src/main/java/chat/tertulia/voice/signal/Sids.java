package chat.tertulia.voice.signal;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** LiveKit's ids. Their prefixes mean something to clients: {@code PA_} is a participant, {@code TR_} a track. */
final class Sids {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 14;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sids() {}

    static String participant() {
        return next("PA_");
    }

    static String track() {
        return next("TR_");
    }

    static String dataTrack() {
        return next("DTR_");
    }

    static String room() {
        return next("RM_");
    }

    static long positive() {
        return RANDOM.nextLong(1, Long.MAX_VALUE / 2);
    }

    private static String next(String prefix) {
        StringBuilder sid = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            sid.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return sid.toString();
    }

    /** SSRCs of one room that we have given out; any thread. */
    static final class Ssrcs {
        private final Set<Long> taken = ConcurrentHashMap.newKeySet();

        long next() {
            while (true) {
                long ssrc = RANDOM.nextLong(1, 1L << 32);
                if (taken.add(ssrc)) {
                    return ssrc;
                }
            }
        }

        void release(long ssrc) {
            taken.remove(ssrc);
        }
    }
}

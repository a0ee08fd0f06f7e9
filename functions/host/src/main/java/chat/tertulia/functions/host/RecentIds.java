package chat.tertulia.functions.host;

import java.time.Instant;
import java.util.Locale;

/** Ids are UUIDv7 (RFC 9562 §5.7): the first 48 bits are the time of their making, so a listing can begin at a time. */
final class RecentIds {
    private RecentIds() {}

    /** What every id made since then comes after, and no earlier one. */
    static String since(Instant then) {
        String hex = String.format(Locale.ROOT, "%012x", then.toEpochMilli());
        return hex.substring(0, 8) + '-' + hex.substring(8);
    }
}

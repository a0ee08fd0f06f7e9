package chat.tertulia.functions.sweep;

import java.util.Locale;

/** Why a manifest was not followed. The wire form is a promise: the report carries it. */
public enum RefusalCode {
    /** No trailer, one that does not agree with the lines before it, or a gzip stream that breaks off. */
    TRUNCATED,
    /** A line that is not what docs/sweep.md says, or of another sweep. */
    MALFORMED,
    /** Its keys do not ascend. */
    UNSORTED,
    /** Made too long ago, or in the future. */
    STALE,
    /** The listing does not ascend: a join of the two would mean nothing. */
    UNSORTED_LISTING;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package chat.tertulia.upload;

import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of an object of known size (RFC 9110 §14). */
sealed interface ByteRange {
    /** The whole object: no header, or a malformed one, which a server may ignore. */
    record Whole() implements ByteRange {}

    /** Bytes {@code first} to {@code last}, both included and within the object. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /**
     * Starts behind the end, or asks for several pieces: status 416. Pieces may overlap, and many of one byte each are a known
     * way to make a server work (RFC 9110 §17.15); nobody who plays or resumes a download asks for them.
     */
    record Unsatisfiable() implements ByteRange {}

    ByteRange WHOLE = new Whole();
    ByteRange UNSATISFIABLE = new Unsatisfiable();

    /** Total: any header gives an answer. */
    static ByteRange parse(@Nullable String header, long size) {
        if (header == null || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return WHOLE;
        }
        String spec = header.substring(6).strip();
        if (spec.indexOf(',') >= 0) {
            return UNSATISFIABLE;
        }
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return WHOLE;
        }
        String from = spec.substring(0, dash).strip();
        String to = spec.substring(dash + 1).strip();
        if (!isNumberOrEmpty(from) || !isNumberOrEmpty(to)) {
            return WHOLE;
        }
        return from.isEmpty() ? suffix(to, size) : fromTo(number(from), to, size);
    }

    /** {@code -n}: the last n bytes. */
    private static ByteRange suffix(String length, long size) {
        if (length.isEmpty()) {
            return WHOLE;
        }
        long wanted = number(length);
        return wanted == 0 || size == 0 ? UNSATISFIABLE : new Part(Math.max(0, size - wanted), size - 1);
    }

    private static ByteRange fromTo(long first, String to, long size) {
        long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
        if (last < first) {
            return WHOLE;
        }
        return first >= size ? UNSATISFIABLE : new Part(first, Math.min(last, size - 1));
    }

    private static boolean isNumberOrEmpty(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Digits beyond a long mean "very far". */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooFar) {
            return Long.MAX_VALUE;
        }
    }
}

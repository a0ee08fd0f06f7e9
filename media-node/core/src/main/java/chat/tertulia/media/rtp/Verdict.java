package chat.tertulia.media.rtp;

/** What a parser says of the bytes it was shown. Only {@link #WELL_FORMED} makes the view readable. */
public enum Verdict {
    WELL_FORMED,
    TOO_SHORT,
    TOO_LONG,
    WRONG_VERSION,
    /** The extension block, or an element in it, reaches past its end. */
    BAD_EXTENSION,
    /** More padding than there is packet, or a padding of zero. */
    BAD_PADDING,
    /** An RTCP length field that reaches past the end. */
    BAD_LENGTH,
}

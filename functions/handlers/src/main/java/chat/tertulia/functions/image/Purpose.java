package chat.tertulia.functions.image;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a picture is for, as the server wrote it beside the upload; decides what is made of it. Sizes are pixels. */
enum Purpose {
    ATTACHMENT(1600, 1600, 320, false),
    AVATAR(512, 512, 128, true),
    BANNER(1600, 1600, 320, false),
    ICON(512, 512, 128, true),
    /** As wide as four letters at most: an emoji stands in a line of text. */
    EMOJI(512, 128, 0, false);

    private final int width;
    private final int height;
    private final int thumb;
    private final boolean square;

    Purpose(int width, int height, int thumb, boolean square) {
        this.width = width;
        this.height = height;
        this.thumb = thumb;
        this.square = square;
    }

    /** The metadata {@code purpose}; an attachment when it is absent or none of ours. */
    static Purpose of(@Nullable String metadata) {
        for (Purpose purpose : values()) {
            if (purpose.name().toLowerCase(Locale.ROOT).equals(metadata)) {
                return purpose;
            }
        }
        return ATTACHMENT;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the box that the full picture fits into. */
    int width() {
        return width;
    }

    /** Of the box that the full picture fits into. */
    int height() {
        return height;
    }

    /** Longest side of the thumbnail; zero for none. */
    int thumb() {
        return thumb;
    }

    /** Whether the full picture is cut to a square. */
    boolean square() {
        return square;
    }
}

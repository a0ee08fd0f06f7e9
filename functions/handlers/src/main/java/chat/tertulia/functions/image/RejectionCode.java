package chat.tertulia.functions.image;

import java.util.Locale;

/** Why there is no picture. The lower-case name is in {@code results/<id>.json} and reaches clients: never rename. */
enum RejectionCode {
    UNSUPPORTED_FORMAT("Only JPEG, PNG, WebP, GIF and AVIF pictures can be shown."),
    UNSUPPORTED_HEIC("HEIC pictures cannot be read here. Send it as JPEG."),
    TOO_LARGE("The file is larger than pictures may be."),
    CORRUPT("The picture is damaged."),
    TOO_MANY_PIXELS("The picture has too many pixels: at most 50 million, 100 million in all frames, 32,768 a side."),
    TOO_MANY_FRAMES("The animation has more than 300 frames."),
    TIMED_OUT("The picture took too long to read."),
    /** Of a failure, not of the picture. */
    GAVE_UP("The picture could not be looked at. Try again later.");

    private final String message;

    RejectionCode(String message) {
        this.message = message;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    String message() {
        return message;
    }
}

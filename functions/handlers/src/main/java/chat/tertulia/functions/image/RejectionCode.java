package chat.tertulia.functions.image;

import java.util.Locale;

/** Why a picture was refused. The lower-case name is in {@code results/<id>.json} and reaches clients: never rename. */
enum RejectionCode {
    UNSUPPORTED_FORMAT("Only JPEG, PNG, WebP, GIF and AVIF pictures can be shown."),
    TOO_LARGE("The file is larger than pictures may be."),
    CORRUPT("The picture is damaged."),
    TOO_MANY_PIXELS("The picture has more than 50 million pixels."),
    TOO_MANY_FRAMES("The animation has more than 300 frames."),
    TIMED_OUT("The picture took too long to read.");

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

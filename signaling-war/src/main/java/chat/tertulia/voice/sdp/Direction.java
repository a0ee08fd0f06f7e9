package chat.tertulia.voice.sdp;

import java.util.Locale;

/** Who sends in a section, seen from the side that wrote it (RFC 8866 §6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }
}

package chat.tertulia.voice.signal;

import java.time.Duration;

/**
 * Bounds of a signalling session.
 *
 * @param departure how long a participant without socket is kept
 * @param renewal between two tokens that a client gets to come back with; shorter than a token's life by the departure at least
 * @param framesPerSecond sustained; a burst of four seconds' worth is taken
 */
public record SignalLimits(
        Duration pingInterval,
        Duration pingTimeout,
        Duration departure,
        Duration renewal,
        int participants,
        int tracks,
        int framesPerSecond) {
    public static final int MAX_FRAME = 512 * 1024;

    public static SignalLimits usual() {
        return new SignalLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                100,
                12,
                50);
    }

    int burst() {
        return framesPerSecond * 4;
    }
}

package chat.tertulia.functions.image;

import java.time.Duration;

/**
 * What one picture may cost.
 *
 * @param wall from the request to the end of the process
 * @param cpuSeconds processor time, RLIMIT_CPU; at first a signal that tells why, a second later the end in any case
 * @param addressSpaceKib RLIMIT_AS, the JVM's own reservations (about 600 MiB) included
 * @param fileKib largest file it may write, RLIMIT_FSIZE
 */
record DecoderLimits(Duration wall, int cpuSeconds, long addressSpaceKib, long fileKib) {
    /** 50 megapixels of an interlaced 16-bit PNG are 400 MB; a 12-megapixel photograph takes a tenth of this. */
    static final DecoderLimits STANDARD = new DecoderLimits(Duration.ofSeconds(20), 20, 2_500_000, 65_536);
}

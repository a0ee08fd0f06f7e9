package chat.tertulia.bench;

import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.udp.PortIo;
import java.util.Locale;

/**
 * One row of the benchmark.
 *
 * @param measure R1 audio, R4 video, as in the list of measures
 * @param loops of the node; with more than one, receivers are on all of them
 * @param burst packets that leave together: a video frame, or one audio packet
 */
record Scenario(
        String measure,
        PortIo io,
        SrtpEngine.Choice srtp,
        SrtpProfile profile,
        int loops,
        int receivers,
        int size,
        int burst) {
    Scenario on(int otherLoops) {
        return new Scenario(measure, io, srtp, profile, otherLoops, receivers, size, burst);
    }

    boolean video() {
        return measure.equals("R4");
    }

    String name() {
        return String.format(
                Locale.ROOT,
                "%s %d B x %d, bursts of %d, %s, %s, %s, %s",
                video() ? "video" : "audio",
                size,
                receivers,
                burst,
                profile == SrtpProfile.AEAD_AES_128_GCM ? "GCM" : "CM80",
                io,
                srtp,
                loops == 1 ? "one loop" : loops + " loops");
    }
}

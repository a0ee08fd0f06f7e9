package chat.tertulia.bench;

import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.srtp.AesEngine;

/**
 * One row of the benchmark.
 *
 * @param measure R1 audio, R4 video, as in the list of measures
 * @param burst packets that leave together: a video frame, or one audio packet
 */
record Scenario(
        String measure, String name, AesEngine engine, SrtpProfile profile, int receivers, int size, int burst) {
    boolean video() {
        return burst > 1;
    }
}

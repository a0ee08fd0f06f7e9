package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.NodeEvent.TransportStats;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LipSyncTest {
    SimCall call(long seed) {
        return new SimCall(seed);
    }

    /** One frame: the publisher's newest timestamp is at most so old. */
    private static final double FRAME_MS = 34;

    @Test
    void shouldReportTimesOfThePublisherForTheTimestampsOfTheReceiver() {
        SimCall call = call(1);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishAudio("mic");
        alice.publishVideo("cam", SimulcastSwitchTest.QHF);
        ReceivedStream audio = bob.subscribeAudio("mic");
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        for (int i = 0; i < 8; i++) {
            call.command(new SelectLayer(1, SimCall.ROOM, "bob", "cam", true, i % 3));
            call.runMs(2500);
            assertTrue(audio.reportedNtp() != 0 && video.reportedNtp() != 0, "both have been reported");
            // Both newest packets were captured some 40 ms ago (two ways of 20 ms), give or take a frame.
            assertEquals(delayMs(alice, audio, 48_000), delayMs(alice, video, 90_000), FRAME_MS);
        }
        assertEquals(List.of(), video.faults());
    }

    /** How long ago the newest packet was captured, by the publisher's clock and the reports that the receiver got. */
    private static double delayMs(SimPeer publisher, ReceivedStream stream, int clockRate) {
        int sinceReport = stream.lastTimestamp() - stream.reportedTimestamp();
        double capturedMs = ntpMs(stream.reportedNtp()) + sinceReport * 1000.0 / clockRate;
        double delay = ntpMs(publisher.ntp()) - capturedMs;
        assertTrue(delay > 15 && delay < 90, "captured " + delay + " ms ago");
        return delay;
    }

    private static double ntpMs(long ntp) {
        return (ntp >>> 32) * 1000.0 + (ntp & 0xffff_ffffL) * 1000.0 / 4_294_967_296.0;
    }

    @Test
    void shouldMeasureTheRoundTripAndTell() {
        SimCall call = call(2);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishAudio("mic");
        bob.subscribeAudio("mic");
        bob.configureSend();
        call.runMs(11_000);
        TransportStats last = call.events().stream()
                .filter(TransportStats.class::isInstance)
                .map(TransportStats.class::cast)
                .filter(stats -> stats.transportId().equals("bob"))
                .reduce((former, latter) -> latter)
                .orElseThrow();
        assertEquals(40, last.rttMs(), 3);
        assertTrue(last.packetsOut() > 400, "packets " + last.packetsOut());
    }
}

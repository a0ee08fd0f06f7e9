package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.RoomStats;
import chat.tertulia.sim.Netem.Profile;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    SimCall call(long seed) {
        return new SimCall(seed);
    }

    private static final List<Encoding> ONE = List.of(new Encoding("", 4, 0));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldRepairTenPercentLossOnBothWays(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice", Profile.lossy(0.1), Profile.CLEAN);
        SimPeer bob = call.join("bob", Profile.CLEAN, Profile.lossy(0.1));
        VideoPublisher camera = alice.publishVideo("cam", ONE);
        camera.probe(true);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(10_000);
        RoomStats stats = call.stats();
        assertTrue(stats.repaired() > 80, "repaired by the publisher: " + stats);
        assertTrue(video.repairs() > 80, "repaired by the room: " + video.repairs());
        assertEquals(0, video.givenUp(), "missing for good");
        assertEquals(List.of(), video.faults());
        assertTrue(video.completeFrames() > 260, "frames " + video.completeFrames());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldNeverUseAnIndexTwiceForWhoHasNoRtx(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob", Profile.CLEAN, Profile.lossy(0.1));
        alice.publishVideo("cam", ONE);
        var _ = bob.subscribeVideoWithoutRtx("cam");
        bob.configureSend();
        call.runMs(5000);
        assertTrue(call.stats().nacksIn() > 40, "asked for " + call.stats());
        assertEquals(0, call.stats().resent());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldSwitchLayersUnderLoss(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice", Profile.lossy(0.05), Profile.lossy(0.05));
        SimPeer bob = call.join("bob", Profile.lossy(0.05), Profile.lossy(0.05));
        alice.publishVideo("cam", SimulcastSwitchTest.QHF);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        for (int i = 0; i < 12; i++) {
            call.command(new chat.tertulia.control.Command.SelectLayer(1, SimCall.ROOM, "bob", "cam", true, i % 3));
            call.runMs(1300);
        }
        assertEquals(List.of(), video.faults());
        assertTrue(video.switches() >= 6, "switches " + video.switches());
        assertTrue(video.completeFrames() > 400, "frames " + video.completeFrames());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7})
    void shouldTellTheSenderOfEveryPacketThatCame(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice", Profile.lossy(0.1), Profile.CLEAN);
        alice.publishVideo("cam", ONE).probe(true);
        alice.publishAudio("mic");
        call.runMs(5000);
        long arrived = alice.sent() - alice.uplink().lost();
        assertTrue(alice.fedBack() > arrived - 80, alice.fedBack() + " told of " + arrived);
        assertTrue(alice.fedBack() <= arrived + 1, alice.fedBack() + " told of " + arrived);
    }
}

package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulcastSwitchTest {
    SimCall call(long seed) {
        return new SimCall(seed);
    }

    static final List<Encoding> QHF =
            List.of(new Encoding("q", 1, 0), new Encoding("h", 3, 0), new Encoding("f", 6, 5_000_000_000L));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldSwitchWithoutAnyGap(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishVideo("cam", QHF);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1500);
        assertEquals(1, video.encoding(), "the best live layer");
        select(call, 0);
        call.runMs(1500);
        assertEquals(0, video.encoding());
        select(call, 1);
        call.runMs(1500);
        assertEquals(1, video.encoding());
        assertEquals(List.of(), video.faults());
        assertTrue(video.switches() >= 2, "switches " + video.switches());
        assertTrue(video.completeFrames() > 120, "frames " + video.completeFrames());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void shouldTakeTheLateLayerWhenItComesAndFallDownWhenItGoes(long seed) {
        SimCall call = call(seed);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        VideoPublisher camera = alice.publishVideo("cam", QHF);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(4000);
        assertEquals(1, video.encoding(), "f is not there yet");
        call.runMs(3500);
        assertEquals(2, video.encoding(), "f came");
        camera.active(2, false);
        call.runMs(3000);
        assertEquals(1, video.encoding(), "f went");
        assertEquals(List.of(), video.faults());
    }

    private static void select(SimCall call, int layer) {
        call.command(new SelectLayer(9, SimCall.ROOM, "bob", "cam", true, layer));
    }
}

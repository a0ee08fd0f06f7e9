package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.sim.AudioPublisher;
import chat.tertulia.sim.Netem.Profile;
import chat.tertulia.sim.PlayedSound;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound over paths that lose packets, both ways. Each prints its seed and what was seen. */
class SoundTest {
    private static final Profile LOSSY = Profile.lossy(0.2);

    private static PlayedSound call(long seed, Profile speaker, Profile listener, Means means) {
        SimCall call = new SimCall(seed);
        SimPeer alice = call.join("alice", speaker, speaker);
        SimPeer bob = call.join("bob", listener, listener);
        AudioPublisher microphone = alice.publishAudio("mic");
        if (means.redIn()) {
            microphone.redundant();
        }
        if (!means.nacks()) {
            microphone.deaf();
        }
        PlayedSound sound = bob.playAudio("mic", means.delayMs(), means.redOut(), means.nacks());
        bob.configureSend();
        call.runMs(5000);
        sound.forget();
        call.runMs(60_000);
        System.out.printf(
                "%-60s seed %d: concealed %.2f %%, %d kbit/s, sent again %d, repaired %d%n",
                means,
                seed,
                100 * sound.concealed(),
                sound.bytes() * 8 / 60_000,
                call.room().stats().resent(),
                call.room().stats().repaired());
        assertEquals(List.of(), sound.faults());
        assertTrue(sound.frames() >= 2999, "frames " + sound.frames());
        return sound;
    }

    private record Means(boolean redIn, boolean redOut, boolean nacks, long delayMs) {}

    @ParameterizedTest(name = "{0} {1} {2} {3} ms, seed {5}")
    @CsvSource({
        "false, false, false, 100, 0.25, 1",
        "true,  true,  false, 60, 0.01, 1",
        "true,  true,  false, 100, 0.01, 1",
        "false, false, true, 100, 0.06, 1",
        "false, false, true, 160, 0.01, 1",
        "false, true,  true, 100, 0.01, 1",
        "true,  true,  true, 60, 0.01, 1",
        "true,  true,  true, 100, 0.01, 1",
        "true,  true,  true, 100, 0.01, 2",
        "true,  true,  true, 100, 0.01, 3",
    })
    void shouldConcealLittleForAListenerWhoLosesAFifth(
            boolean redIn, boolean redOut, boolean nacks, long delayMs, double most, long seed) {
        PlayedSound sound = call(seed, Profile.CLEAN, LOSSY, new Means(redIn, redOut, nacks, delayMs));
        assertTrue(sound.concealed() < most, "concealed " + sound.concealed());
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} ms, seed {5}")
    @CsvSource({
        "false, false, false, 100, 0.25, 1",
        "true,  true,  false, 100, 0.06, 1",
        "false, false, true, 100, 0.06, 1",
        "false, false, true, 160, 0.01, 1",
        "true,  true,  true, 100, 0.03, 1",
        "true,  false, true, 100, 0.03, 1",
        "true,  true,  true, 160, 0.01, 1",
    })
    void shouldConcealLittleOfASpeakerWhoLosesAFifth(
            boolean redIn, boolean redOut, boolean nacks, long delayMs, double most, long seed) {
        PlayedSound sound = call(seed, LOSSY, Profile.CLEAN, new Means(redIn, redOut, nacks, delayMs));
        assertTrue(sound.concealed() < most, "concealed " + sound.concealed());
    }
}

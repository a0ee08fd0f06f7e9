package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.token.VoiceKey;
import chat.tertulia.voice.token.VoiceTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @Test
    void shouldBeDescribedByBothWaysAndLeaveNothing(@TempDir Path folder) throws InterruptedException {
        try (Lobby lobby = new Lobby()) {
            VoiceTokens tokens = new VoiceTokens(VoiceKey.inFolder(folder), Clock.systemUTC());
            assertTrue(Rehearsal.play(lobby.rooms, tokens));
            Waiting.until("it has left", () -> lobby.rooms.rooms() == 0 && lobby.rooms.participants() == 0);
            assertEquals(List.of(), lobby.presences);
        }
    }
}

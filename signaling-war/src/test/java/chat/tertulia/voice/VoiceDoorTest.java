package chat.tertulia.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.message.ChatWorld;
import chat.tertulia.role.Role;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.TokenVerdict.Granted;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import chat.tertulia.voice.token.VoiceKey;
import chat.tertulia.voice.token.VoiceTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceDoorTest {
    @TempDir
    Path folder;

    private ChatWorld chat;
    private VoiceTokens tokens;
    private VoiceDoor door;

    @BeforeEach
    void open() {
        chat = new ChatWorld(folder);
        tokens = new VoiceTokens(VoiceKey.inFolder(folder), chat.clock);
        door = new VoiceDoor(
                chat.database, chat.members, new VoiceMuteStore(), new VoiceStates(chat.changes), tokens, chat.clock);
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private VoiceGrant grant(String identity) {
        return new VoiceGrant(
                "lobby",
                identity,
                "Alice",
                "",
                Map.of(),
                Rights.full(),
                chat.clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void shouldRenewATokenThatOpensTheDoorAfterTheFirstHasExpired() {
        VoiceGrant first = grant(chat.member("alice", Role.MEMBER));
        chat.clock.advance(VoiceTickets.LIFE.minusMinutes(1));
        String token = door.renew(first).orElseThrow();
        chat.clock.advance(Duration.ofMinutes(8));
        Granted again = assertInstanceOf(Granted.class, tokens.check(token));
        assertEquals(first.rights(), again.grant().rights());
        assertInstanceOf(Granted.class, door.admit(again.grant()));
    }

    @Test
    void shouldRenewNothingThatWasRevoked() {
        VoiceGrant before = grant("alice");
        door.revoke("alice");
        chat.clock.advance(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), door.renew(before));
        assertInstanceOf(TokenVerdict.Refused.class, door.admit(before));
        VoiceGrant later = grant("alice");
        assertInstanceOf(Granted.class, door.admit(later));
        assertTrue(door.renew(later).isPresent());
    }
}

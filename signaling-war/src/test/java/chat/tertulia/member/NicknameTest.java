package chat.tertulia.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.platform.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NicknameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Zoë", "名前", "👩‍👩‍👧", "می‌خواهم", "x y"})
    void shouldKeepNamesOfAllPeople(String name) {
        assertEquals(name, Nickname.clean(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u200b", "\u202eevil", "a\nb", "a\u0000", "\u3164", "\u200d", "\ud800"})
    void shouldRefuseWhatCannotBeSeenOrDisturbs(String name) {
        Refusal refusal = assertThrows(Refusal.class, () -> Nickname.clean(name));
        assertEquals("nickname", refusal.field());
    }

    @Test
    void shouldBoundTheLength() {
        assertEquals(50, Nickname.clean("x".repeat(50)).length());
        assertThrows(Refusal.class, () -> Nickname.clean("x".repeat(51)));
    }

    @Test
    void shouldFindANameForStrangers() {
        assertEquals("x".repeat(50), Nickname.from("x".repeat(99), "newcomer"));
        assertEquals("newcomer", Nickname.from("\u202e", "newcomer"));
    }
}

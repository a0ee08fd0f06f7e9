package chat.tertulia.join;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open challenge of one connection. It is taken off the connection before anything is checked, so that it is good for one
 * attempt, whatever comes of it.
 *
 * @param wish what the newcomer asked for along with it
 */
record Challenge(String nonce, Instant expiresAt, Wish wish) {
    /** Payload of {@code server:join}. */
    record Wish(
            @Nullable String nickname,
            @Nullable String inviteCode,
            @Nullable String ownerToken) {}
}

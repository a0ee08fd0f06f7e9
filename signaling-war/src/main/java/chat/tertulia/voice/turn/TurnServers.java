package chat.tertulia.voice.turn;

import chat.tertulia.platform.ServerConfig.TurnConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The operator's TURN servers, and short-lived credentials for them (draft-uberti-behave-turn-rest-00 §2.2, coturn's {@code
 * use-auth-secret}): the user name says until when and for whom, the password is its HMAC-SHA1 under the shared secret. Any
 * thread.
 */
public final class TurnServers {
    /** A relay must be refreshed within it; longer than calls last, since clients get new ones only when they reconnect. */
    static final Duration LIFE = Duration.ofHours(12);

    private static final String MAC = "HmacSHA1";

    private final List<String> urls;
    private final Optional<SecretKeySpec> secret;

    public TurnServers(TurnConfig config) {
        this.urls = config.urls();
        this.secret = Optional.ofNullable(config.secret())
                .map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), MAC));
    }

    /** @param username {@code <expiry in Unix seconds>:<identity>} */
    public record Ticket(List<String> urls, String username, String credential) {
        public Ticket {
            urls = List.copyOf(urls);
        }
    }

    /** Empty when the operator has no TURN server. */
    public Optional<Ticket> ticket(String identity, Instant now) {
        return secret.map(key -> {
            String username = now.plus(LIFE).getEpochSecond() + ":" + identity;
            return new Ticket(urls, username, signed(username, key));
        });
    }

    private static String signed(String username, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

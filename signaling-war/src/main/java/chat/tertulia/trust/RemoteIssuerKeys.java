package chat.tertulia.trust;

import static java.net.http.HttpResponse.BodyHandlers.ofByteArray;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Keys read from {@code <issuer>/.well-known/jwks.json}. Kept for a while; an id that is not among them asks again, but
 * not more often than {@link #PATIENCE}, whatever strangers present. Redirects are refused: the operator trusted this
 * address, not the one it points to.
 *
 * <p>Owned by: its own lock, so that of many who ask at once one fetches.
 */
public final class RemoteIssuerKeys implements IssuerKeys {
    private static final Logger LOG = Logger.getLogger(RemoteIssuerKeys.class.getName());
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final String issuer;
    private final URI address;
    private final Clock clock;
    private Map<String, ECKey> keys = Map.of();
    private Instant triedAt = Instant.MIN;
    private Instant fetchedAt = Instant.MIN;

    RemoteIssuerKeys(String issuer, Clock clock) {
        this.issuer = issuer;
        this.address = URI.create(issuer.replaceAll("/+$", "") + "/.well-known/jwks.json");
        this.clock = clock;
    }

    @Override
    public String issuer() {
        return issuer;
    }

    @Override
    public Optional<ECKey> key(String keyId) {
        lock.lock();
        try {
            Instant now = clock.instant();
            boolean stale = fetchedAt.isBefore(now.minus(FRESH));
            boolean mayAsk = triedAt.isBefore(now.minus(PATIENCE));
            if ((stale || !keys.containsKey(keyId)) && mayAsk) {
                triedAt = now;
                fetch(now);
            }
            if (fetchedAt.isBefore(now.minus(FRESH))) {
                throw Refusal.of(ErrorCode.UNAVAILABLE, "The identity service cannot be reached; try again.");
            }
            return Optional.ofNullable(keys.get(keyId));
        } finally {
            lock.unlock();
        }
    }

    private void fetch(Instant now) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Accept", "application/json")
                    .build();
            // The timeout of a request ends with its headers; this one covers the body too.
            HttpResponse<byte[]> response = client.sendAsync(request, BodyHandlers.limiting(ofByteArray(), MAX_BYTES))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("It answers with status " + response.statusCode());
            }
            keys = parse(response.body());
            fetchedAt = now;
        } catch (IOException | ParseException | ExecutionException | TimeoutException failure) {
            LOG.log(Level.WARNING, "The keys of " + issuer + " cannot be read", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
        }
    }

    private static Map<String, ECKey> parse(byte[] body) throws ParseException {
        return JWKSet.parse(new String(body, UTF_8)).getKeys().stream()
                .filter(RemoteIssuerKeys::isUsable)
                .map(JWK::toECKey)
                .collect(Collectors.toUnmodifiableMap(ECKey::getKeyID, ECKey::toPublicJWK, (first, _) -> first));
    }

    private static boolean isUsable(JWK key) {
        return key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve()) && ec.getKeyID() != null;
    }
}

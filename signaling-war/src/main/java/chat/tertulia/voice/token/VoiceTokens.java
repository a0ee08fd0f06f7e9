package chat.tertulia.voice.token;

import chat.tertulia.voice.token.TokenVerdict.Granted;
import chat.tertulia.voice.token.TokenVerdict.Refused;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mints and checks LiveKit access tokens: HS256 JWTs with a {@code video} grant. */
public final class VoiceTokens {
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final int MAX_TOKEN = 8 * 1024;
    private static final int MAX_NAME = 256;

    private final VoiceKey key;
    private final Clock clock;

    public VoiceTokens(VoiceKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    public String mint(VoiceGrant grant, Duration life) {
        Instant now = clock.instant();
        Map<String, Object> video = new LinkedHashMap<>();
        video.put("room", grant.room());
        video.put("roomJoin", true);
        Rights rights = grant.rights();
        video.put("canPublish", rights.publish());
        video.put("canSubscribe", rights.subscribe());
        video.put("canPublishData", rights.publishData());
        video.put("canUpdateOwnMetadata", rights.updateOwnMetadata());
        if (rights.hidden()) {
            video.put("hidden", true);
        }
        if (!rights.publishSources().isEmpty()) {
            video.put("canPublishSources", List.copyOf(rights.publishSources()));
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(key.key())
                .subject(grant.identity())
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .claim("name", grant.name())
                .claim("metadata", grant.metadata().isEmpty() ? null : grant.metadata())
                .claim("attributes", grant.attributes().isEmpty() ? null : grant.attributes())
                .claim("video", video)
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(key.secretBytes()));
        } catch (JOSEException bug) {
            throw new IllegalStateException("A token cannot be signed", bug);
        }
        return token.serialize();
    }

    /** Total: any text gets a verdict. The algorithm is ours, never the header's wish. */
    public TokenVerdict check(String token) {
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            return TokenVerdict.unauthorized("no access token");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return TokenVerdict.unauthorized("only HS256 tokens are taken");
            }
            if (!jwt.verify(new MACVerifier(key.secretBytes()))) {
                return TokenVerdict.unauthorized("the signature does not verify");
            }
            return check(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException malformed) {
            return TokenVerdict.unauthorized("not an access token");
        }
    }

    private TokenVerdict check(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date starts = claims.getNotBeforeTime();
        if (!key.key().equals(claims.getIssuer())) {
            return TokenVerdict.unauthorized("unknown API key");
        }
        if (expires == null || now.isAfter(expires.toInstant().plus(LEEWAY))) {
            return TokenVerdict.unauthorized("the token has expired");
        }
        if (starts != null && now.isBefore(starts.toInstant().minus(LEEWAY))) {
            return TokenVerdict.unauthorized("the token is not valid yet");
        }
        Map<String, Object> video = claims.getJSONObjectClaim("video");
        if (video == null || !Boolean.TRUE.equals(video.get("roomJoin"))) {
            return TokenVerdict.unauthorized("the token does not allow to join a room");
        }
        String subject = claims.getSubject();
        String identity = subject == null ? claims.getJWTID() : subject;
        String room = video.get("room") instanceof String name ? name : "";
        if (identity == null || identity.isBlank() || identity.length() > MAX_NAME) {
            return new Refused(400, "identity missing or too long");
        }
        if (room.isBlank() || room.length() > MAX_NAME) {
            return new Refused(400, "room missing or too long");
        }
        return new Granted(new VoiceGrant(
                room,
                identity,
                text(claims.getStringClaim("name")),
                text(claims.getStringClaim("metadata")),
                attributes(claims.getJSONObjectClaim("attributes")),
                rights(video),
                starts == null ? Instant.EPOCH : starts.toInstant()));
    }

    /** LiveKit's defaults: publishing and subscribing are on when absent, own metadata is off. */
    private static Rights rights(Map<String, Object> video) {
        boolean publish = !Boolean.FALSE.equals(video.get("canPublish"));
        Set<String> sources = new HashSet<>();
        if (video.get("canPublishSources") instanceof List<?> names) {
            names.forEach(name -> sources.add(String.valueOf(name)));
        }
        return new Rights(
                publish,
                !Boolean.FALSE.equals(video.get("canSubscribe")),
                video.get("canPublishData") instanceof Boolean data ? data : publish,
                Boolean.TRUE.equals(video.get("canUpdateOwnMetadata")),
                Boolean.TRUE.equals(video.get("hidden")),
                sources);
    }

    private static Map<String, String> attributes(@Nullable Map<String, Object> claim) {
        Map<String, String> attributes = new HashMap<>();
        if (claim != null) {
            claim.forEach((name, value) -> {
                if (value instanceof String text) {
                    attributes.put(name, text);
                }
            });
        }
        return attributes;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

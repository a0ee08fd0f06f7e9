package chat.tertulia.bench.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** A member made the way a person is: account, certificate, challenge, assertion. Further sockets restore its session. */
final class Member {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Base64.Encoder B64 = Base64.getUrlEncoder().withoutPadding();

    private final URI base;
    private final String accessToken;
    private final WireSocket first;

    private Member(URI base, String accessToken, WireSocket first) {
        this.base = base;
        this.accessToken = accessToken;
        this.first = first;
    }

    /** @param admission {@code ownerToken} or {@code inviteCode} with its value */
    static Member join(URI base, String name, Map.Entry<String, String> admission)
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair device = generator.generateKeyPair();
        JsonNode account =
                post(base, "/api/auth/register", "", Map.of("username", name, "password", "correct horse " + name));
        JsonNode certificate =
                post(base, "/api/v1/certificate", account.path("accessToken").asText(), Map.of("jwk", jwk(device)));
        String userId = account.path("user").path("id").asText();

        WireSocket socket = WireSocket.open(base);
        socket.send("42"
                + JSON.writeValueAsString(
                        new Object[] {"server:join", Map.of("nickname", name, admission.getKey(), admission.getValue())
                        }));
        JsonNode challenge = payload(socket.await("42[\"server:challenge\""));
        String assertion = assertion(base, device, userId, challenge);
        socket.send("42"
                + JSON.writeValueAsString(new Object[] {
                    "server:verify",
                    Map.of("certificate", certificate.path("certificate").asText(), "assertion", assertion)
                }));
        JsonNode joined = payload(socket.await("42[\"server:joined\""));
        return new Member(base, joined.path("accessToken").asText(), socket);
    }

    WireSocket firstSocket() {
        return first;
    }

    WireSocket anotherSocket() throws IOException {
        WireSocket socket = WireSocket.open(base);
        socket.send(
                "42" + JSON.writeValueAsString(new Object[] {"session:restore", Map.of("accessToken", accessToken)}));
        socket.await("42[\"server:joined\"");
        return socket;
    }

    static JsonNode payload(String packet) throws IOException {
        return JSON.readTree(packet.substring(2)).path(1);
    }

    private static String assertion(URI base, KeyPair device, String userId, JsonNode challenge)
            throws GeneralSecurityException, IOException {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss",
                userId,
                "sub",
                userId,
                "aud",
                base.getAuthority(),
                "nonce",
                challenge.path("nonce").asText(),
                "skt",
                thumbprint(challenge.path("serverKey")),
                "iat",
                now,
                "exp",
                now + 50,
                "jti",
                challenge.path("nonce").asText());
        String text = part(Map.of("alg", "ES256", "typ", "JWT")) + "." + part(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(device.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + B64.encodeToString(signature.sign());
    }

    private static String part(Map<String, ?> members) throws IOException {
        return B64.encodeToString(JSON.writeValueAsBytes(members));
    }

    /** RFC 7638. */
    private static String thumbprint(JsonNode key) throws GeneralSecurityException, IOException {
        Map<String, String> required = new TreeMap<>();
        for (String member : new String[] {"crv", "kty", "x", "y"}) {
            required.put(member, key.path(member).asText());
        }
        return B64.encodeToString(MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(required)));
    }

    private static Map<String, String> jwk(KeyPair device) {
        ECPublicKey key = (ECPublicKey) device.getPublic();
        return Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                coordinate(key.getW().getAffineX()),
                "y",
                coordinate(key.getW().getAffineY()));
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        byte[] tail = bytes.length > 32 ? Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length) : bytes;
        System.arraycopy(tail, 0, fixed, 32 - tail.length, tail.length);
        return B64.encodeToString(fixed);
    }

    private static JsonNode post(URI base, String path, String token, Object body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}

package chat.tertulia.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator may set for this process, read once from the environment.
 *
 * @param dataDir database, keys and, on one machine, the object store
 * @param publicUrl the address people type; first of the origins
 * @param origins the only origins the server accepts in handshakes and assertions; never taken from a Host header
 * @param serverName name before the owner has chosen one
 * @param nodeKey secret that a media node shows on {@code /internal/media}; null refuses every node
 * @param openRegistration whether anybody who reaches the account service may make an account
 * @param files how much is kept of what members upload
 * @param trustedIssuers whose identity certificates count; by default the public address alone
 * @param turn the operator's TURN servers, or none
 */
public record ServerConfig(
        Path dataDir,
        URI publicUrl,
        List<String> origins,
        String serverName,
        @Nullable String nodeKey,
        boolean openRegistration,
        BucketConfig bucket,
        FileConfig files,
        List<String> trustedIssuers,
        GatewayConfig gateway,
        TurnConfig turn) {

    /**
     * Where pictures live.
     *
     * @param endpoint null for AWS itself
     * @param publicEndpoint where browsers reach the same store; null when they do not, and all bytes pass this server
     */
    public record BucketConfig(
            @Nullable URI endpoint,
            @Nullable URI publicEndpoint,
            String region,
            String name,
            String accessKey,
            String secretKey) {}

    /**
     * Limits of files, in bytes as uploaded.
     *
     * @param uploadBytes the largest file that is taken
     * @param memberBytes all files of one member together; 0 for no limit
     * @param serverBytes all files together; 0 for no limit
     * @param emojiBytes the largest custom emoji
     * @param emojis how many custom emoji there may be
     */
    public record FileConfig(long uploadBytes, long memberBytes, long serverBytes, long emojiBytes, int emojis) {}

    /**
     * How the server meets its clients.
     *
     * @param trustedProxies how many proxies in front may name the client's address
     * @param limitFactor multiplies every rate limit; above 1 for measurements only
     * @param recoveryWindow how long a dropped socket may come back and miss nothing
     * @param recoveryBytes how much is kept for it
     */
    public record GatewayConfig(
            int trustedProxies,
            int limitFactor,
            Duration pingInterval,
            Duration pingTimeout,
            Duration recoveryWindow,
            long recoveryBytes) {}

    /**
     * What clients are told about TURN.
     *
     * @param urls {@code turn:} and {@code turns:} (RFC 7065), or empty: none
     * @param secret shared with those servers; null without any
     */
    public record TurnConfig(List<String> urls, @Nullable String secret) {
        /** RFC 7065 §3.1, with a host that needs no percent-encoding. */
        private static final Pattern URL =
                Pattern.compile("turns?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(\\?transport=(udp|tcp))?");

        public TurnConfig {
            urls = List.copyOf(urls);
        }

        /** The secret must not get into a log by way of the record. */
        @Override
        public String toString() {
            return "TurnConfig" + urls;
        }

        static TurnConfig from(Map<String, String> env) {
            List<String> urls = list(env.getOrDefault("TERTULIA_TURN_URLS", ""));
            if (!urls.stream().allMatch(url -> URL.matcher(url).matches())) {
                throw new IllegalArgumentException(
                        "TERTULIA_TURN_URLS: like turn:turn.example.org:3478?transport=udp, comma separated");
            }
            return urls.isEmpty() ? new TurnConfig(urls, null) : new TurnConfig(urls, secret(env));
        }

        private static String secret(Map<String, String> env) {
            String file = env.getOrDefault("TERTULIA_TURN_SECRET_FILE", "").strip();
            try {
                String secret =
                        file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
                if (!secret.isEmpty()) {
                    return secret;
                }
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("TERTULIA_TURN_SECRET_FILE cannot be read: " + file, unreadable);
            }
            throw new IllegalArgumentException(
                    "TERTULIA_TURN_SECRET_FILE: a file with the secret of TERTULIA_TURN_URLS");
        }
    }

    public ServerConfig {
        origins = List.copyOf(origins);
        trustedIssuers = List.copyOf(trustedIssuers);
    }

    public static ServerConfig fromEnvironment(Map<String, String> env) {
        URI publicUrl = URI.create(env.getOrDefault("TERTULIA_PUBLIC_URL", "http://127.0.0.1:9080"));
        String origins = env.getOrDefault("TERTULIA_ORIGINS", originOf(publicUrl));
        return new ServerConfig(
                Path.of(env.getOrDefault("TERTULIA_DATA", "data")),
                publicUrl,
                list(origins),
                env.getOrDefault("TERTULIA_SERVER_NAME", "Tertulia"),
                env.get("TERTULIA_NODE_KEY"),
                Boolean.parseBoolean(env.getOrDefault("TERTULIA_OPEN_REGISTRATION", "true")),
                new BucketConfig(
                        address(env, "TERTULIA_S3_ENDPOINT"),
                        address(env, "TERTULIA_S3_PUBLIC_ENDPOINT"),
                        env.getOrDefault("TERTULIA_S3_REGION", "us-east-1"),
                        env.getOrDefault("TERTULIA_S3_BUCKET", "tertulia"),
                        env.getOrDefault("TERTULIA_S3_ACCESS_KEY", ""),
                        env.getOrDefault("TERTULIA_S3_SECRET_KEY", "")),
                files(env),
                list(env.getOrDefault("TERTULIA_TRUSTED_ISSUERS", publicUrl.toString())),
                gateway(env),
                TurnConfig.from(env));
    }

    private static FileConfig files(Map<String, String> env) {
        return new FileConfig(
                number(env, "TERTULIA_UPLOAD_BYTES", 25L << 20),
                number(env, "TERTULIA_MEMBER_BYTES", 2L << 30),
                number(env, "TERTULIA_SERVER_BYTES", 20L << 30),
                number(env, "TERTULIA_EMOJI_BYTES", 2L << 20),
                (int) number(env, "TERTULIA_EMOJIS", 200));
    }

    private static @Nullable URI address(Map<String, String> env, String name) {
        String text = env.getOrDefault(name, "").strip();
        return text.isEmpty() ? null : URI.create(text);
    }

    private static GatewayConfig gateway(Map<String, String> env) {
        return new GatewayConfig(
                (int) number(env, "TERTULIA_TRUSTED_PROXIES", 0),
                (int) number(env, "TERTULIA_LIMIT_FACTOR", 1),
                Duration.ofMillis(number(env, "TERTULIA_PING_INTERVAL_MS", 25_000)),
                Duration.ofMillis(number(env, "TERTULIA_PING_TIMEOUT_MS", 20_000)),
                Duration.ofMillis(number(env, "TERTULIA_RECOVERY_MS", 120_000)),
                number(env, "TERTULIA_RECOVERY_BYTES", 1_000_000));
    }

    private static List<String> list(String names) {
        return Stream.of(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static long number(Map<String, String> env, String name, long otherwise) {
        String text = env.get(name);
        try {
            long value = text == null ? otherwise : Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, together with negative ones.
        }
        throw new IllegalArgumentException(name + " must be a whole number, not below 0: " + text);
    }

    /** Scheme, host and port, as a browser sends it in the Origin header. */
    public static String originOf(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}

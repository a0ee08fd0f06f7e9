package chat.tertulia.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * @param uploadBytes the largest file that is taken
 */
public record ServerConfig(
        Path dataDir,
        URI publicUrl,
        List<String> origins,
        String serverName,
        @Nullable String nodeKey,
        boolean openRegistration,
        BucketConfig bucket,
        long uploadBytes) {

    /**
     * Where pictures live.
     *
     * @param endpoint null for AWS itself
     */
    public record BucketConfig(
            @Nullable URI endpoint, String region, String name, String accessKey, String secretKey) {}

    public ServerConfig {
        origins = List.copyOf(origins);
    }

    public static ServerConfig fromEnvironment(Map<String, String> env) {
        URI publicUrl = URI.create(env.getOrDefault("TERTULIA_PUBLIC_URL", "http://127.0.0.1:9080"));
        String origins = env.getOrDefault("TERTULIA_ORIGINS", originOf(publicUrl));
        String endpoint = env.get("TERTULIA_S3_ENDPOINT");
        return new ServerConfig(
                Path.of(env.getOrDefault("TERTULIA_DATA", "data")),
                publicUrl,
                List.of(origins.split(",")),
                env.getOrDefault("TERTULIA_SERVER_NAME", "Tertulia"),
                env.get("TERTULIA_NODE_KEY"),
                Boolean.parseBoolean(env.getOrDefault("TERTULIA_OPEN_REGISTRATION", "true")),
                new BucketConfig(
                        endpoint == null ? null : URI.create(endpoint),
                        env.getOrDefault("TERTULIA_S3_REGION", "us-east-1"),
                        env.getOrDefault("TERTULIA_S3_BUCKET", "tertulia"),
                        env.getOrDefault("TERTULIA_S3_ACCESS_KEY", ""),
                        env.getOrDefault("TERTULIA_S3_SECRET_KEY", "")),
                Long.parseLong(env.getOrDefault("TERTULIA_UPLOAD_BYTES", "26214400")));
    }

    /** Scheme, host and port, as a browser sends it in the Origin header. */
    public static String originOf(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}

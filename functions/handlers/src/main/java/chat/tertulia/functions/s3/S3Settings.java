package chat.tertulia.functions.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The bucket and the way to it.
 *
 * @param endpoint null for AWS itself
 * @param keys null where the platform supplies them, as on AWS
 */
public record S3Settings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        @Nullable Keys keys) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    /** What signs the requests. */
    public record Keys(String access, String secret) {
        /** The secret must not get into a log by way of the record. */
        @Override
        public String toString() {
            return access;
        }
    }

    /** @throws IllegalStateException when a key comes without its secret */
    public static S3Settings fromEnvironment(Map<String, String> env) {
        String endpoint = env.getOrDefault("TERTULIA_S3_ENDPOINT", "").strip();
        String access = env.getOrDefault("TERTULIA_S3_ACCESS_KEY", "").strip();
        String secret = env.getOrDefault("TERTULIA_S3_SECRET_KEY", "").strip();
        if (!access.isEmpty() && secret.isEmpty()) {
            throw new IllegalStateException("TERTULIA_S3_SECRET_KEY is not set.");
        }
        return new S3Settings(
                endpoint.isEmpty() ? null : URI.create(endpoint),
                env.getOrDefault("TERTULIA_S3_REGION", "us-east-1"),
                env.getOrDefault("TERTULIA_S3_BUCKET", "tertulia"),
                access.isEmpty() ? null : new Keys(access, secret));
    }

    /** To be closed by the caller. */
    public S3Client client() {
        return clientBuilder().build();
    }

    /** For whoever has more to say of the client. */
    public S3ClientBuilder clientBuilder() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .serviceConfiguration(S3Configuration.builder()
                        // It would be another round trip for each picture and each verdict, and they are small.
                        .expectContinueEnabled(false)
                        .chunkedEncodingEnabled(endpoint == null)
                        .build())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT));
        if (endpoint != null) {
            // Stores other than AWS rarely have a DNS name for each bucket.
            builder.endpointOverride(endpoint)
                    .forcePathStyle(true)
                    // Bodies without chunks and trailers, which not every store knows. One that answers when it has the
                    // content, and does not wait for what ends it, seems to a client to have broken off (S3Proxy 4.1).
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        if (keys != null) {
            builder.credentialsProvider(credentials(keys));
        }
        return builder;
    }

    /** To be closed by the caller. */
    public S3Presigner presigner() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(region))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(endpoint != null)
                        .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (keys != null) {
            builder.credentialsProvider(credentials(keys));
        }
        return builder.build();
    }

    private static StaticCredentialsProvider credentials(Keys keys) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.access(), keys.secret()));
    }
}

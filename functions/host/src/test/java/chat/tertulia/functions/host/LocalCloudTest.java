package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.functions.image.VipsInstallation;
import chat.tertulia.functions.store.StoreConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalCloudTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUCKET = "tertulia";

    @TempDir
    private Path folder;

    @Test
    void shouldTurnAnUploadIntoPicturesAndAVerdict() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(config("chat.tertulia.functions.image.ImageHandler::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            s3.putObject(
                    request -> request.bucket(BUCKET).key("raw/f1").metadata(Map.of("correlation-id", "c-42")),
                    RequestBody.fromBytes(png()));

            JsonNode result = awaitResult(s3, "f1");

            assertEquals("done", result.path("state").asText());
            assertEquals("c-42", result.path("correlationId").asText());
            String thumb = result.path("thumb").path("key").asText();
            assertEquals(
                    result.path("thumb").path("size").asLong(),
                    s3.headObject(request -> request.bucket(BUCKET).key(thumb)).contentLength());
            // The verdict is in the bucket a moment before the line about it is in the log.
            Path log = folder.resolve("logs/function-image.log");
            Eventually.yes(
                    "the correlation id is in the function's log",
                    () -> read(log).contains("\"correlationId\":\"c-42\""));
        }
    }

    @Test
    void shouldNoticeEveryWayOfStoring() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(config("chat.tertulia.functions.image.ImageHandler::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            var upload =
                    s3.createMultipartUpload(request -> request.bucket(BUCKET).key("raw/parts"));
            var part = s3.uploadPart(
                    request -> request.bucket(BUCKET)
                            .key("raw/parts")
                            .uploadId(upload.uploadId())
                            .partNumber(1),
                    RequestBody.fromBytes(png()));
            s3.completeMultipartUpload(request -> request.bucket(BUCKET)
                    .key("raw/parts")
                    .uploadId(upload.uploadId())
                    .multipartUpload(parts -> parts.parts(CompletedPart.builder()
                            .partNumber(1)
                            .eTag(part.eTag())
                            .build())));
            assertEquals("done", awaitResult(s3, "parts").path("state").asText());

            s3.copyObject(request -> request.sourceBucket(BUCKET)
                    .sourceKey("raw/parts")
                    .destinationBucket(BUCKET)
                    .destinationKey("raw/copy"));
            assertEquals("done", awaitResult(s3, "copy").path("state").asText());
        }
    }

    @Test
    void shouldFindAtItsStartWhatItMissed() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(config(TestFunction.class.getName() + "::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            s3.putObject(request -> request.bucket(BUCKET).key("raw/missed"), RequestBody.fromBytes(png()));
        }
        try (LocalCloud cloud = LocalCloud.start(config("chat.tertulia.functions.image.ImageHandler::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            assertEquals("done", awaitResult(s3, "missed").path("state").asText());
        }
    }

    @Test
    void shouldKeepDeadLettersAsObjects() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(config("chat.tertulia.NoSuchHandler::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            s3.putObject(request -> request.bucket(BUCKET).key("raw/lost one"), RequestBody.fromBytes(png()));

            // On a busy machine a listing has named what could not be read yet.
            String text = Eventually.get(
                    "a dead letter",
                    () -> s3.listObjectsV2(request -> request.bucket(BUCKET).prefix("dead/image/")).contents().stream()
                            .map(object -> object.key())
                            .filter(key -> key.endsWith(".json"))
                            .findFirst()
                            .flatMap(key -> text(s3, key)));

            JsonNode letter = JSON.readTree(text);
            JsonNode event = JSON.readTree(letter.path("event").asText());
            assertEquals(2, letter.path("attempts").asInt());
            assertEquals(
                    "raw%2Flost+one", event.at("/Records/0/s3/object/key").asText(), "keys in events are form-encoded");
            assertFalse(letter.path("lastError").asText().isEmpty());
        }
    }

    @Test
    void shouldSweepWhenAManifestIsStored() throws Exception {
        // No verdicts about what is stored here, which would be young.
        try (LocalCloud cloud = LocalCloud.start(config(TestFunction.class.getName() + "::handleRequest"));
                S3Client s3 = client(cloud, "secret")) {
            for (String key : List.of("raw/kept", "raw/left", "media/left/full.avif", "results/left.json")) {
                s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString("x"));
                Files.setLastModifiedTime(
                        folder.resolve("objects").resolve(BUCKET).resolve(key),
                        FileTime.from(Instant.now().minusSeconds(7200)));
            }
            byte[] manifest = manifest("s1", "raw/kept");
            s3.putObject(
                    request -> request.bucket(BUCKET).key("sweeps/s1/manifest.jsonl.gz"),
                    RequestBody.fromBytes(manifest));

            String text = Eventually.get("a report", () -> text(s3, "sweeps/s1/report.json"));

            JsonNode report = JSON.readTree(text);
            assertEquals(3, report.path("deleted").asInt(), text);
            assertEquals("", report.path("refused").asText());
            assertFalse(text(s3, "raw/left").isPresent());
            assertEquals("x", text(s3, "raw/kept").orElseThrow());
        }
    }

    private static byte[] manifest(String sweepId, String key) throws Exception {
        String lines = """
                {"manifest":1,"sweepId":"%s","createdAt":"%s","graceMs":1800000,"dryRun":false}
                {"key":"%s","expected":true}
                """.formatted(sweepId, Instant.now(), key);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
        String trailer = "{\"count\":1,\"sha256\":\"" + HexFormat.of().formatHex(hash) + "\"}\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write((lines + trailer).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldRefuseForeignKeys() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(config("chat.tertulia.functions.image.ImageHandler::handleRequest"));
                S3Client s3 = client(cloud, "guessed")) {
            S3Exception refused =
                    assertThrows(S3Exception.class, () -> s3.listObjectsV2(request -> request.bucket(BUCKET)));
            assertEquals(403, refused.statusCode());
        }
    }

    private LocalCloudConfig config(String handler) throws IOException {
        return new LocalCloudConfig(
                new StoreConfig(folder.resolve("objects"), 0, BUCKET, "key", "secret"),
                new FunctionsConfig(
                        folder.resolve("logs"),
                        System.getProperty("java.class.path"),
                        handler,
                        VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER"))),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        new RetryPolicy(2, Duration.ofMillis(50))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static JsonNode awaitResult(S3Client s3, String id) throws IOException {
        return JSON.readTree(Eventually.get(
                "a verdict in results/" + id,
                () -> text(s3, "results/" + id + ".json").filter(json -> !json.contains("\"processing\""))));
    }

    private static Optional<String> text(S3Client s3, String key) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                            .asUtf8String());
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    private static S3Client client(LocalCloud cloud, String secret) {
        return S3Client.builder()
                .endpointOverride(cloud.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", secret)))
                .build();
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}

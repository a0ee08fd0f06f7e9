package chat.tertulia.bench.functions;

import chat.tertulia.functions.host.FunctionsConfig;
import chat.tertulia.functions.host.LocalCloud;
import chat.tertulia.functions.host.LocalCloudConfig;
import chat.tertulia.functions.image.VipsInstallation;
import chat.tertulia.functions.store.StoreConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The image function with a store of its own, as the launcher runs it. */
final class FunctionUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUCKET = "tertulia";
    private static final String KEY = "bench";
    private static final long LOOK_MS = 5;
    private static final long PATIENCE_NS = 120_000_000_000L;

    private final Path folder;
    private final LocalCloud cloud;
    private final S3Client s3;
    private int uploads;

    FunctionUnderTest(Path home) throws IOException {
        folder = Files.createTempDirectory("tertulia-bench");
        StoreConfig store = new StoreConfig(folder.resolve("store"), 0, BUCKET, KEY, KEY);
        FunctionsConfig functions = FunctionsConfig.standard(folder, classPath(home), library(home));
        cloud = LocalCloud.start(new LocalCloudConfig(store, functions));
        s3 = S3Client.builder()
                .endpointOverride(cloud.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
                .build();
    }

    static Path library(Path home) throws IOException {
        return VipsInstallation.library(home.resolve("functions/vips"));
    }

    static Path jar(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("functions/handlers/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("function-handlers-[0-9][^/]*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the functions are not built"));
        }
    }

    static String classPath(Path home) throws IOException {
        return jar(home) + File.pathSeparator + home.resolve("functions/handlers/target/lib") + "/*";
    }

    URI endpoint() {
        return cloud.endpoint();
    }

    long process() {
        return cloud.imageProcess();
    }

    /** @return the name of the file */
    String upload(byte[] picture) {
        String id = "b" + ++uploads;
        s3.putObject(request -> request.bucket(BUCKET).key("raw/" + id), RequestBody.fromBytes(picture));
        return id;
    }

    /**
     * The function's own line about the file, once it is done. Its log is looked at and the store is not asked: that would cost
     * processor time while it is measured.
     */
    JsonNode done(String id) throws IOException, InterruptedException {
        Path log = folder.resolve("function-image.log");
        long deadline = System.nanoTime() + PATIENCE_NS;
        long seen = -1;
        while (System.nanoTime() < deadline) {
            long size = Files.exists(log) ? Files.size(log) : -1;
            if (size != seen) {
                for (String line : Files.readAllLines(log)) {
                    if (line.startsWith("{") && line.endsWith("}") && line.contains("\"raw/" + id + "\"")) {
                        return judged(id, JSON.readTree(line));
                    }
                }
            }
            seen = size;
            Thread.sleep(LOOK_MS);
        }
        throw new IOException("no line about " + id + " in the log of the function");
    }

    private JsonNode judged(String id, JsonNode line) throws IOException {
        if (!state(id).equals("done")) {
            throw new IOException(id + " is " + state(id) + ": " + line);
        }
        return line;
    }

    private String state(String id) throws IOException {
        try {
            byte[] json = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("results/" + id + ".json"))
                    .asByteArray();
            return JSON.readTree(json).path("state").asText();
        } catch (NoSuchKeyException notYet) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        s3.close();
        cloud.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

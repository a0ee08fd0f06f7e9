package chat.tertulia.bench.functions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * As much of S3 as a sweep uses, over objects that are only counted, never kept: four for each file, of which every tenth
 * nobody refers to. It stands in for the embedded store, whose listing sorts all keys anew for every page.
 */
final class SyntheticBucket implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final int FORSAKEN = 10;
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

    private final int files;
    private final Path manifest;
    private final HttpServer server;
    private final AtomicLong deleted = new AtomicLong();
    private final CompletableFuture<String> report = new CompletableFuture<>();

    /** @param folder gets the manifest */
    SyntheticBucket(int files, Path folder) throws IOException {
        this.files = files;
        manifest = folder.resolve("manifest.jsonl.gz");
        writeManifest();
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long deleted() {
        return deleted.get();
    }

    /** What the sweep reports. */
    CompletableFuture<String> report() {
        return report;
    }

    private static String id(int file) {
        return String.format(Locale.ROOT, "01900000-0000-7000-8000-%012x", file);
    }

    private static boolean isReferenced(int file) {
        return file % FORSAKEN != 0;
    }

    private void writeManifest() throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(manifest), 1 << 16)) {
            DigestOutputStream out = new DigestOutputStream(gzip, digest);
            line(
                    out,
                    "{\"manifest\":1,\"sweepId\":\"bench\",\"createdAt\":\"" + Instant.now()
                            + "\",\"graceMs\":1800000,\"dryRun\":false}");
            long count = 0;
            for (String form : new String[] {"media/%s/", "raw/%s", "results/%s.json"}) {
                for (int file = 0; file < files; file++) {
                    if (isReferenced(file)) {
                        line(out, "{\"key\":\"" + form.replace("%s", id(file)) + "\",\"expected\":true}");
                        count++;
                    }
                }
            }
            String hash = HexFormat.of().formatHex(digest.digest());
            line(out, "{\"count\":" + count + ",\"sha256\":\"" + hash + "\"}");
        }
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            if (query.containsKey("uploads")) {
                send(
                        exchange,
                        "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");
            } else if (query.containsKey("delete")) {
                String body = body(exchange);
                deleted.addAndGet(body.split("<Key>", -1).length - 1);
                send(exchange, "<DeleteResult></DeleteResult>");
            } else if (query.containsKey("list-type")) {
                send(exchange, page(query));
            } else if (method.equals("GET") && path.endsWith("/manifest.jsonl.gz")) {
                sendManifest(exchange);
            } else if (method.equals("PUT") && path.endsWith("/report.json")) {
                take(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static Map<String, String> query(String raw) {
        return raw == null
                ? Map.of()
                : Stream.of(raw.split("&"))
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(
                                part -> part[0],
                                part -> part.length < 2 ? "" : URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                                (first, _) -> first));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = body(exchange);
        // The client may send it in chunks with signatures around them.
        exchange.getResponseHeaders().set("ETag", "\"r\"");
        exchange.sendResponseHeaders(200, -1);
        report.complete(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
    }

    private void sendManifest(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"m\"");
        exchange.getResponseHeaders()
                .set(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().atOffset(ZoneOffset.UTC)));
        exchange.sendResponseHeaders(200, Files.size(manifest));
        Files.copy(manifest, exchange.getResponseBody());
    }

    private static void send(HttpExchange exchange, String xml) throws IOException {
        byte[] bytes = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String page(Map<String, String> query) {
        String prefix = query.getOrDefault("prefix", "");
        int perFile = prefix.equals("media/") ? 2 : 1;
        int first = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
        int end = Math.min(first + PAGE, files * perFile);
        StringBuilder xml = new StringBuilder(PAGE * 200).append("<ListBucketResult><IsTruncated>");
        xml.append(end < files * perFile).append("</IsTruncated>");
        if (end < files * perFile) {
            xml.append("<NextContinuationToken>").append(end).append("</NextContinuationToken>");
        }
        for (int i = first; i < end; i++) {
            xml.append("<Contents><Key>")
                    .append(key(prefix, i))
                    .append("</Key><LastModified>")
                    .append(OLD);
            xml.append("</LastModified><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>1000</Size>");
            xml.append("<StorageClass>STANDARD</StorageClass></Contents>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static String key(String prefix, int index) {
        return switch (prefix) {
            case "media/" -> "media/" + id(index / 2) + (index % 2 == 0 ? "/full.avif" : "/thumb.avif");
            case "raw/" -> "raw/" + id(index);
            default -> "results/" + id(index) + ".json";
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

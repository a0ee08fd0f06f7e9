package chat.tertulia.functions.host;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What Tertulia relies on in a store that speaks S3, question by question. Each leaves its objects below one prefix. */
final class StoreQuestions {
    private static final int PART = 5 << 20;
    private static final Duration SIGNED_FOR = Duration.ofMinutes(5);

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;
    private final String prefix;

    /** @param needed whether Tertulia does not work without it */
    record Question(String what, boolean needed, Asking ask) {}

    /** Asks and throws {@link Wrong} when the answer is not the right one. */
    interface Asking {
        void run() throws Exception;
    }

    /** Another answer than S3 would give. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    StoreQuestions(S3Client s3, S3Presigner presigner, String bucket, String prefix) {
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    List<Question> all() {
        return List.of(
                new Question("objects come back with their metadata", true, this::metadata),
                new Question("a part of an object by range", true, this::range),
                new Question("If-None-Match: * keeps what is there", true, this::ifNoneMatch),
                new Question("If-Match keeps what somebody else has written", true, this::ifMatch),
                new Question(
                        "listings go on behind a key, in the order of bytes",
                        true,
                        () -> order(List.of("a-b", "a.b", "a/b", "a_b", "ab", "\u00e9", "\ufffd"))),
                new Question(
                        "the order of bytes beyond the basic plane (ids are ASCII)",
                        false,
                        () -> order(List.of("\ufffd", "\ud83d\ude00"))),
                new Question("uploads in parts", true, this::multipart),
                new Question("uploads in parts can be listed and ended", true, this::abort),
                new Question("many objects deleted by one request", true, this::deleteMany),
                new Question("an upload by a signed address", true, this::presignedPut),
                new Question("a signed address takes no other length", true, this::presignedLength),
                new Question("a signed download names its file", false, this::presignedGet),
                new Question("nobody reads without a signature", true, this::anonymous));
    }

    private String put(String name, String text) {
        return s3.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromString(text))
                .eTag();
    }

    private String get(String name) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(prefix + name))
                .asUtf8String();
    }

    private void metadata() {
        Map<String, String> metadata = Map.of("name", "H%C3%A9.png", "correlation-id", "c-1");
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(prefix + "metadata")
                        .contentType("image/png")
                        .metadata(metadata),
                RequestBody.fromString("x"));
        var head = s3.headObject(request -> request.bucket(bucket).key(prefix + "metadata"));
        same("image/png", head.contentType());
        same(metadata, head.metadata());
    }

    private void range() {
        put("range", "0123456789");
        var part = s3.getObjectAsBytes(
                request -> request.bucket(bucket).key(prefix + "range").range("bytes=2-4"));
        same("234", part.asUtf8String());
    }

    private void ifNoneMatch() {
        put("once", "first");
        refused(
                412,
                () -> s3.putObject(
                        request -> request.bucket(bucket).key(prefix + "once").ifNoneMatch("*"),
                        RequestBody.fromString("second")));
        same("first", get("once"));
    }

    private void ifMatch() {
        String etag = put("turn", "first");
        s3.putObject(
                request -> request.bucket(bucket).key(prefix + "turn").ifMatch(etag), RequestBody.fromString("second"));
        refused(
                412,
                () -> s3.putObject(
                        request -> request.bucket(bucket).key(prefix + "turn").ifMatch(etag),
                        RequestBody.fromString("third")));
        refused(
                412,
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key(prefix + "turn").ifMatch(etag)));
        same("second", get("turn"));
    }

    /** @param names in the order that S3 gives them */
    private void order(List<String> names) {
        String folder = "order" + names.size() + '/';
        names.forEach(name -> put(folder + name, "x"));
        String after = prefix + folder;
        for (String name : names) {
            String behind = after;
            List<String> next = s3
                    .listObjectsV2(request -> request.bucket(bucket)
                            .prefix(prefix + folder)
                            .startAfter(behind)
                            .maxKeys(1))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
            same(List.of(prefix + folder + name), next);
            after = next.getFirst();
        }
    }

    private void multipart() {
        String key = prefix + "parts";
        String id = s3.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = List.of(part(key, id, 1, PART), part(key, id, 2, 7));
        s3.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts)));
        same(
                PART + 7L,
                s3.headObject(request -> request.bucket(bucket).key(key)).contentLength());
    }

    private CompletedPart part(String key, String id, int number, int size) {
        String etag = s3.uploadPart(
                        request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                        RequestBody.fromBytes(new byte[size]))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private void abort() {
        String key = prefix + "unfinished";
        String id = s3.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
        same(List.of(id), begun(key));
        s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
        same(List.of(), begun(key));
    }

    private List<String> begun(String key) {
        return s3.listMultipartUploads(request -> request.bucket(bucket).prefix(prefix)).uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .map(MultipartUpload::uploadId)
                .toList();
    }

    private void deleteMany() {
        List<String> names = List.of("many/a b", "many/c+d", "many/e&f<");
        names.forEach(name -> put(name, "x"));
        List<ObjectIdentifier> keys = names.stream()
                .map(name -> ObjectIdentifier.builder().key(prefix + name).build())
                .toList();
        var answer = s3.deleteObjects(request ->
                request.bucket(bucket).delete(delete -> delete.objects(keys).quiet(true)));
        same(List.of(), answer.errors());
        same(
                List.of(),
                s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix + "many/"))
                        .contents());
    }

    private URI signedPut(String name, long length) {
        return URI.create(presigner
                .presignPutObject(presign -> presign.signatureDuration(SIGNED_FOR)
                        .putObjectRequest(request ->
                                request.bucket(bucket).key(prefix + name).contentLength(length)))
                .url()
                .toString());
    }

    private void presignedPut() throws IOException, InterruptedException {
        int status = send(HttpRequest.newBuilder(signedPut("signed", 5)).PUT(BodyPublishers.ofString("12345")))
                .statusCode();
        same(200, status);
        same("12345", get("signed"));
    }

    private void presignedLength() throws IOException, InterruptedException {
        int status = send(HttpRequest.newBuilder(signedPut("longer", 5)).PUT(BodyPublishers.ofString("123456")))
                .statusCode();
        same(true, status >= 400);
    }

    private void presignedGet() throws IOException, InterruptedException {
        put("download", "x");
        URI address = URI.create(presigner
                .presignGetObject(presign -> presign.signatureDuration(SIGNED_FOR)
                        .getObjectRequest(request -> request.bucket(bucket)
                                .key(prefix + "download")
                                .responseContentDisposition("attachment; filename=\"a.txt\"")))
                .url()
                .toString());
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address));
        same(200, answer.statusCode());
        same(
                "attachment; filename=\"a.txt\"",
                answer.headers().firstValue("Content-Disposition").orElse(""));
    }

    private void anonymous() throws IOException, InterruptedException {
        put("private", "x");
        URI signed = signedPut("private", 1);
        URI bare = URI.create(signed.toString().replaceFirst("\\?.*", ""));
        same(403, send(HttpRequest.newBuilder(bare)).statusCode());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        }
    }

    private static void same(Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new Wrong("expected " + expected + " and got " + found);
        }
    }

    private static void refused(int status, Runnable request) {
        try {
            request.run();
        } catch (S3Exception refusal) {
            same(status, refusal.statusCode());
            return;
        }
        throw new Wrong("was not refused with " + status);
    }

    /** Whatever is left, one by one: a store in doubt may not know better. */
    void clear() {
        try {
            s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .toList()
                    .forEach(key ->
                            s3.deleteObject(request -> request.bucket(bucket).key(key)));
        } catch (SdkException away) {
            System.getLogger(StoreQuestions.class.getName())
                    .log(System.Logger.Level.WARNING, "Something may be left below " + prefix, away);
        }
    }
}

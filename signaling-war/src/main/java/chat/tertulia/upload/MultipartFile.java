package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code file} of a {@code multipart/form-data} body (RFC 7578), as a stream: the rest of the body is never held.
 * Parts before it are skipped, what comes after it is not read. Any body gives the part or a {@link Refusal}.
 *
 * <p>Owned by: the request's thread.
 */
final class MultipartFile extends InputStream {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_PARTS = 16;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private final InputStream body;
    /** CR LF, two dashes, boundary: what ends a part. */
    private final byte[] delimiter;

    private String fileName = "";
    private boolean ended;

    private MultipartFile(InputStream body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static MultipartFile open(@Nullable String contentType, InputStream body) throws IOException {
        String boundary = boundary(contentType);
        MultipartFile file = new MultipartFile(new BufferedInputStream(body, 64 * 1024), boundary);
        file.toFilePart(boundary);
        return file;
    }

    private static String boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "A file comes as multipart/form-data.");
        }
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw malformed();
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** As the sender named it, unchecked. */
    String fileName() {
        return fileName;
    }

    private void toFilePart(String boundary) throws IOException {
        if (!line().equals("--" + boundary)) {
            throw malformed();
        }
        for (int part = 0; part < MAX_PARTS; part++) {
            if (startsFile(headers())) {
                return;
            }
            transferTo(OutputStream.nullOutputStream());
            if (!line().isEmpty()) {
                break;
            }
            ended = false;
        }
        throw Refusal.field("file", "The body has no part of this name.");
    }

    private boolean startsFile(String disposition) {
        Matcher name = NAME.matcher(disposition);
        if (!name.find() || !name.group(1).equals("file")) {
            return false;
        }
        Matcher matcher = FILE_NAME.matcher(disposition);
        fileName = matcher.find() ? matcher.group(1) : "";
        return true;
    }

    /** Reads a part's headers to the empty line; gives its Content-Disposition. */
    private String headers() throws IOException {
        String disposition = "";
        for (int seen = 0; seen < MAX_PARTS; seen++) {
            String line = line();
            if (line.isEmpty()) {
                return disposition;
            }
            if (line.regionMatches(true, 0, "content-disposition:", 0, 20)) {
                disposition = line;
            }
        }
        throw malformed();
    }

    /** One line without its CR LF; browsers send names in UTF-8 (RFC 7578 §5.1). */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_HEADER_BYTES) {
            int b = body.read();
            if (b == -1) {
                throw malformed();
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        throw malformed();
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int b = body.read();
        if (b == -1) {
            // Without its delimiter the part was cut off on the way.
            throw malformed();
        }
        if (b != delimiter[0]) {
            return b;
        }
        ended = delimiterFollows();
        return ended ? -1 : b;
    }

    /** After a CR: swallows the rest of the delimiter, or nothing. CR occurs once in it, so no match can start inside. */
    private boolean delimiterFollows() throws IOException {
        body.mark(delimiter.length);
        for (int i = 1; i < delimiter.length; i++) {
            if (body.read() != delimiter[i]) {
                body.reset();
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = 0;
        while (count < length) {
            int b = read();
            if (b == -1) {
                return count == 0 ? -1 : count;
            }
            into[offset + count++] = (byte) b;
        }
        return count;
    }

    private static Refusal malformed() {
        return Refusal.of(ErrorCode.BAD_REQUEST, "This is not a complete multipart/form-data body.");
    }
}

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
 * A {@code multipart/form-data} body (RFC 7578), part after part, each as a stream: nothing but the headers of one part is
 * held. What comes after the last part that was asked for is not read. Any body gives parts or a {@link Refusal}.
 *
 * <p>Owned by: the request's thread.
 */
public final class MultipartBody extends InputStream {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_HEADERS = 16;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private final InputStream body;
    private final String boundary;
    private final int maxParts;
    /** CR LF, two dashes, boundary: what ends a part. */
    private final byte[] delimiter;

    private int parts;
    private String name = "";
    private String fileName = "";
    private boolean ended;

    private MultipartBody(InputStream body, String boundary, int maxParts) {
        this.body = new BufferedInputStream(body, 64 * 1024);
        this.boundary = boundary;
        this.maxParts = maxParts;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @param maxParts a body with more of them is refused */
    public static MultipartBody of(@Nullable String contentType, InputStream body, int maxParts) {
        return new MultipartBody(body, boundary(contentType), maxParts);
    }

    /** The body at its part {@code file}; parts before it are skipped. */
    static MultipartBody file(@Nullable String contentType, InputStream bytes) throws IOException {
        MultipartBody body = of(contentType, bytes, 16);
        while (body.next()) {
            if (body.name().equals("file")) {
                return body;
            }
        }
        throw Refusal.field("file", "The body has no part of this name.");
    }

    /** Skips what is left of a part and goes to the next; false when there is none. */
    public boolean next() throws IOException {
        if (parts == 0) {
            if (!line().equals("--" + boundary)) {
                throw malformed();
            }
        } else {
            transferTo(OutputStream.nullOutputStream());
            // RFC 2046 §5.1.1: two dashes behind the last delimiter.
            if (!line().isEmpty()) {
                return false;
            }
        }
        if (++parts > maxParts) {
            throw Refusal.of(ErrorCode.TOO_LARGE, "A body has at most " + maxParts + " parts.");
        }
        ended = false;
        describe(headers());
        return true;
    }

    private void describe(String disposition) {
        Matcher named = NAME.matcher(disposition);
        name = named.find() ? named.group(1) : "";
        Matcher fileNamed = FILE_NAME.matcher(disposition);
        fileName = fileNamed.find() ? unescaped(fileNamed.group(1)) : "";
    }

    /** What browsers write for what would end the name (HTML §4.10.22.8); every other percent sign stands for itself. */
    private static String unescaped(String name) {
        return name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    /** Of the field that this part is. */
    public String name() {
        return name;
    }

    /** As the sender named it, unchecked. */
    public String fileName() {
        return fileName;
    }

    /** A short part as text. */
    public String text(int maxBytes) throws IOException {
        byte[] bytes = readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw Refusal.field(name, "This takes at most " + maxBytes + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
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

    /** Reads a part's headers to the empty line; gives its Content-Disposition. */
    private String headers() throws IOException {
        String disposition = "";
        for (int seen = 0; seen < MAX_HEADERS; seen++) {
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

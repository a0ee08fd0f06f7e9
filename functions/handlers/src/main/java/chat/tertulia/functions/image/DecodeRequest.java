package chat.tertulia.functions.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the decoder process reads from its standard input: one line, fields separated by tabs.
 *
 * @param losslessUpTo a picture of at most so many bytes that need not be scaled keeps its every pixel; see {@link Renditions}
 * @param source the picture; what is made of it comes into the same folder
 */
record DecodeRequest(Purpose purpose, PictureFormat format, long losslessUpTo, Path source) {
    private static final int MAX_LENGTH = 8192;

    Path output(String name) {
        return source.resolveSibling(name);
    }

    byte[] line() {
        String line = purpose.name() + '\t' + format.name() + '\t' + losslessUpTo + '\t' + source + '\n';
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** @return nothing when the function has ended before it had a picture */
    static Optional<DecodeRequest> read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > MAX_LENGTH) {
                return Optional.empty();
            }
            line.write(next);
        }
        String[] fields = line.toString(StandardCharsets.UTF_8).split("\t", 4);
        return Optional.of(new DecodeRequest(
                Purpose.valueOf(fields[0]),
                PictureFormat.valueOf(fields[1]),
                Long.parseLong(fields[2]),
                Path.of(fields[3])));
    }
}

package chat.tertulia.voice.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that were recorded from stock clients, and what we answer to them. */
final class Recorded {
    private Recorded() {}

    static String text(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/sdp/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No recorded text " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    static SessionDescription description(String name) {
        return switch (SdpParser.parse(text(name))) {
            case SessionDescription description -> description;
            case ParsedSdp.Unreadable(String why) -> throw new IllegalStateException(name + ": " + why);
        };
    }
}

package chat.tertulia.voice.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.voice.sdp.ParsedSdp.Unreadable;

/** A client's SDP, as {@code ./tertulia fuzz sdp} attacks it: a description within the limits, or the reason why not. */
public final class SdpTarget {
    private SdpTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        switch (SdpParser.parse(new String(data, UTF_8))) {
            case Unreadable unreadable -> require(!unreadable.why().isEmpty(), "a refusal says why");
            case SessionDescription description ->
                require(description.sections().size() <= SdpParser.MAX_SECTIONS, "sections are bounded");
        }
    }

    private static void require(boolean holds, String promise) {
        if (!holds) {
            throw new IllegalStateException("Not so: " + promise);
        }
    }
}

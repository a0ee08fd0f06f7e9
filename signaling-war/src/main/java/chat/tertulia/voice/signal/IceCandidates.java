package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the JSON text in which clients trickle their candidates. Total. */
final class IceCandidates {
    private static final int MAX_TEXT = 2_048;
    /** RFC 8839 §5.1; addresses are literal here, names of mDNS (RFC 8828) say nothing to a server. */
    private static final Pattern LINE = Pattern.compile("candidate:[A-Za-z0-9+/]{1,32} [12] (?i:udp|tcp) [0-9]{1,10}"
            + " [0-9A-Fa-f.:]{3,45} [0-9]{1,5} typ [ -~]{1,300}");

    private IceCandidates() {}

    static Optional<IceCandidate> of(String init) {
        if (init.isEmpty() || init.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            String line = Json.tree(init).path("candidate").asText();
            return LINE.matcher(line).matches() ? Optional.of(new IceCandidate(line)) : Optional.empty();
        } catch (Refusal malformed) {
            return Optional.empty();
        }
    }
}

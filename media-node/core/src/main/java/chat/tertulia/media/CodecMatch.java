package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import java.util.List;
import java.util.Locale;

/** Which of a receiver's codecs a publisher's packets can be sent as: the same format in all that changes the bytes. */
final class CodecMatch {
    private CodecMatch() {}

    /** Index in {@code offered}, or -1. */
    static int find(Codec published, List<Codec> offered) {
        for (int i = 0; i < offered.size(); i++) {
            if (same(published, offered.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** One of the published codecs can be sent. */
    static boolean any(List<Codec> published, List<Codec> offered) {
        for (int i = 0; i < published.size(); i++) {
            if (find(published.get(i), offered) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Numbers that the wire can carry and that can be divided by. */
    static boolean valid(List<Codec> codecs) {
        return codecs.stream()
                .allMatch(codec -> codec.clockRate() > 0
                        && codec.payloadType() >= 0
                        && codec.payloadType() <= 127
                        && codec.rtxPayloadType() <= 127);
    }

    private static boolean same(Codec a, Codec b) {
        if (!a.name().equals(b.name()) || a.clockRate() != b.clockRate()) {
            return false;
        }
        return switch (a.name()) {
            case "h264" ->
                parameter(a, "packetization-mode", "0").equals(parameter(b, "packetization-mode", "0"))
                        && profile(a).equals(profile(b));
            case "vp9" -> parameter(a, "profile-id", "0").equals(parameter(b, "profile-id", "0"));
            case "av1" -> parameter(a, "profile", "0").equals(parameter(b, "profile", "0"));
            default -> true;
        };
    }

    /** Profile and constraints without the level, which does not change the format (RFC 6184 §8.1). */
    private static String profile(Codec codec) {
        String id = parameter(codec, "profile-level-id", "42e01f").toLowerCase(Locale.ROOT);
        return id.length() < 4 ? id : id.substring(0, 4);
    }

    private static String parameter(Codec codec, String name, String absent) {
        for (String pair : codec.fmtp().split(";", -1)) {
            String trimmed = pair.trim();
            if (trimmed.startsWith(name + "=")) {
                return trimmed.substring(name.length() + 1);
            }
        }
        return absent;
    }
}

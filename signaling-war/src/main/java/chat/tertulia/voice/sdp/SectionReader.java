package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import chat.tertulia.voice.sdp.SessionDescription.Msid;
import chat.tertulia.voice.sdp.SessionDescription.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the attributes of one section, or of the session before the first one. An odd attribute is left out. */
final class SectionReader {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){31}");
    private static final Pattern ICE_WORD = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern MSID = Pattern.compile("[!-~]{1,128} +[!-~]{1,128}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");
    private static final Pattern RID = Pattern.compile("[A-Za-z0-9_-]{1,16}");

    private static final int DISCARD = 9;
    /** RFC 8841 §6.1, when the attribute is absent. */
    private static final int DEFAULT_MESSAGE_BYTES = 65_536;

    private final String media;
    private final int port;
    private final String protocol;
    private final List<String> formatWords;

    private boolean bundleOnly;
    private String mid = "";
    private Direction direction = Direction.SENDRECV;
    private @Nullable String ufrag;
    private @Nullable String password;
    private @Nullable String fingerprint;
    private @Nullable Msid msid;
    private List<String> simulcast = List.of();
    private final Set<String> sendRids = new LinkedHashSet<>();
    private final Map<Integer, Extension> extensions = new LinkedHashMap<>();
    private final Map<Integer, String> rtpmaps = new LinkedHashMap<>();
    private final Map<Integer, String> fmtps = new LinkedHashMap<>();
    private final Map<Integer, List<String>> feedback = new LinkedHashMap<>();
    private int sctpPort;
    private int messageBytes = DEFAULT_MESSAGE_BYTES;
    private final Set<Long> ssrcs = new LinkedHashSet<>();
    private final Set<Long> repairSsrcs = new LinkedHashSet<>();

    private SectionReader(String media, int port, String protocol, List<String> formatWords) {
        this.media = media;
        this.port = port;
        this.protocol = protocol;
        this.formatWords = formatWords;
    }

    static SectionReader ofSession() {
        return new SectionReader("", 0, "", List.of());
    }

    /** RFC 8866 §5.14, or null. */
    static @Nullable SectionReader ofMediaLine(String line) {
        List<String> words = Arrays.asList(line.split(" +", -1));
        if (words.size() < 4
                || !words.stream().allMatch(word -> TOKEN.matcher(word).matches())) {
            return null;
        }
        return SdpNumbers.within(words.get(1), 0, 65_535)
                .map(port -> new SectionReader(words.get(0), port, words.get(2), words.subList(3, words.size())))
                .orElse(null);
    }

    void attribute(String name, String value) {
        switch (name) {
            case "mid" -> mid = TOKEN.matcher(value).matches() && value.length() <= 16 ? value : mid;
            case "sendrecv" -> direction = Direction.SENDRECV;
            case "sendonly" -> direction = Direction.SENDONLY;
            case "recvonly" -> direction = Direction.RECVONLY;
            case "bundle-only" -> bundleOnly = true;
            case "inactive" -> direction = Direction.INACTIVE;
            case "ice-ufrag" -> ufrag = iceWord(value);
            case "ice-pwd" -> password = iceWord(value);
            case "fingerprint" -> fingerprint(value);
            case "msid" -> msid(value);
            case "rid" -> rid(value);
            case "simulcast" -> simulcast(value);
            case "extmap" -> extension(value);
            case "rtpmap" -> numbered(value, rtpmaps);
            case "fmtp" -> numbered(value, fmtps);
            case "rtcp-fb" -> feedback(value);
            case "sctp-port" -> sctpPort = SdpNumbers.within(value, 1, 65_535).orElse(0);
            case "max-message-size" ->
                messageBytes = SdpNumbers.within(value, 0, Integer.MAX_VALUE).orElse(DEFAULT_MESSAGE_BYTES);
            case "ssrc" -> ssrc(value);
            case "ssrc-group" -> ssrcGroup(value);
            default -> {} // unknown attributes are ignored, RFC 8866 §5.13
        }
    }

    MediaSection section(SectionReader session) {
        ssrcs.removeAll(repairSsrcs);
        List<String> rids = simulcast.stream().filter(sendRids::contains).toList();
        return new MediaSection(
                kind(),
                media,
                // RFC 8843 §7.1.3: port 0 with bundle-only is no refusal.
                bundleOnly && port == 0 ? DISCARD : port,
                protocol,
                formatWords,
                mid,
                direction,
                security(session),
                formats(),
                List.copyOf(extensions.values()),
                rids,
                msid,
                List.copyOf(ssrcs),
                data());
    }

    private @Nullable DataChannels data() {
        return kind() == Kind.APPLICATION && formatWords.contains("webrtc-datachannel") && sctpPort > 0
                ? new DataChannels(sctpPort, messageBytes)
                : null;
    }

    private Kind kind() {
        return switch (media) {
            case "audio" -> Kind.AUDIO;
            case "video" -> Kind.VIDEO;
            case "application" -> Kind.APPLICATION;
            default -> Kind.OTHER;
        };
    }

    private @Nullable Security security(SectionReader session) {
        String ownUfrag = ufrag == null ? session.ufrag : ufrag;
        String ownPassword = password == null ? session.password : password;
        String ownFingerprint = fingerprint == null ? session.fingerprint : fingerprint;
        return ownUfrag == null || ownPassword == null || ownFingerprint == null
                ? null
                : new Security(ownUfrag, ownPassword, ownFingerprint);
    }

    private List<Format> formats() {
        List<Format> formats = new ArrayList<>();
        for (String word : formatWords) {
            int payloadType = SdpNumbers.within(word, 0, 127).orElse(-1);
            String rtpmap = rtpmaps.get(payloadType);
            if (rtpmap != null) {
                format(payloadType, rtpmap).ifPresent(formats::add);
            }
        }
        return formats;
    }

    private Optional<Format> format(int payloadType, String rtpmap) {
        String[] parts = rtpmap.split("/", -1);
        if (parts.length < 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        int channels = parts.length < 3 ? 1 : SdpNumbers.within(parts[2], 1, 8).orElse(1);
        return SdpNumbers.within(parts[1], 1, 1_000_000)
                .map(rate -> new Format(
                        payloadType,
                        parts[0].toLowerCase(Locale.ROOT),
                        rate,
                        channels,
                        fmtps.getOrDefault(payloadType, ""),
                        feedback.getOrDefault(payloadType, List.of())));
    }

    private static @Nullable String iceWord(String value) {
        return ICE_WORD.matcher(value).matches() ? value : null;
    }

    private void fingerprint(String value) {
        int space = value.indexOf(' ');
        String digest = value.substring(space + 1).toUpperCase(Locale.ROOT);
        if (space > 0
                && value.substring(0, space).equalsIgnoreCase("sha-256")
                && FINGERPRINT.matcher(digest).matches()) {
            fingerprint = digest;
        }
    }

    private void msid(String value) {
        String[] words = value.split(" +", -1);
        if (words.length == 2 && MSID.matcher(value).matches()) {
            msid = new Msid(words[0], words[1]);
        }
    }

    private void rid(String value) {
        String[] words = value.split(" +", -1);
        if (words.length >= 2
                && words[1].equals("send")
                && RID.matcher(words[0]).matches()) {
            sendRids.add(words[0]);
        }
    }

    /** {@code send q;h;f}; alternatives after a comma and the pause sign are not used by any client (RFC 8853 §5.1). */
    private void simulcast(String value) {
        String[] words = value.split(" +", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals("send")) {
                simulcast = Arrays.stream(words[i + 1].split(";", -1))
                        .map(rid -> rid.startsWith("~") ? rid.substring(1) : rid)
                        .distinct()
                        .toList();
            }
        }
    }

    private void extension(String value) {
        String[] words = value.split(" +", -1);
        if (words.length >= 2 && words[1].length() <= 256) {
            String number = words[0].split("/", 2)[0];
            SdpNumbers.within(number, 1, 255).ifPresent(id -> extensions.put(id, new Extension(id, words[1])));
        }
    }

    private static void numbered(String value, Map<Integer, String> into) {
        int space = value.indexOf(' ');
        if (space > 0) {
            SdpNumbers.within(value.substring(0, space), 0, 127)
                    .ifPresent(number ->
                            into.put(number, value.substring(space + 1).strip()));
        }
    }

    private void feedback(String value) {
        int space = value.indexOf(' ');
        if (space > 0) {
            SdpNumbers.within(value.substring(0, space), 0, 127)
                    .ifPresent(payloadType -> feedback.computeIfAbsent(payloadType, _ -> new ArrayList<>())
                            .add(value.substring(space + 1).strip()));
        }
    }

    private void ssrc(String value) {
        int space = value.indexOf(' ');
        SdpNumbers.wide(space < 0 ? value : value.substring(0, space), 1, 0xFFFF_FFFFL)
                .ifPresent(ssrcs::add);
    }

    /** RFC 5576 §4.2: the second of an FID group repairs the first. */
    private void ssrcGroup(String value) {
        String[] words = value.split(" +", -1);
        if (words.length == 3 && words[0].equals("FID")) {
            SdpNumbers.wide(words[2], 1, 0xFFFF_FFFFL).ifPresent(repairSsrcs::add);
        }
    }
}

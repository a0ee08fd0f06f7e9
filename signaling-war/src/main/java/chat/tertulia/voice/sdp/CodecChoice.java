package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the offered formats and header extensions we take. One codec and its RTX: what is forwarded is then certain. Opus
 * may come with RED beside it (RFC 2198), which the media node takes off again for receivers that cannot.
 */
public final class CodecChoice {
    /** What publishers may send, best first. */
    public static final List<String> VIDEO = List.of("vp8", "h264", "vp9", "av1");

    public static final String AUDIO = "opus";
    public static final String REDUNDANT = "red";

    private static final Set<String> VIDEO_FEEDBACK = Set.of("nack", "nack pli", "ccm fir", "transport-cc");
    private static final Set<String> AUDIO_FEEDBACK = Set.of("nack", "transport-cc");
    private static final String NACK = "nack";

    private static final Set<String> EXTENSIONS = Set.of(
            "urn:ietf:params:rtp-hdrext:sdes:mid",
            "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
            "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension");

    private CodecChoice() {}

    /** The codec by this name, else the best one offered; empty when the section offers nothing that we forward. */
    public static List<Format> of(MediaSection section, String preferred) {
        List<String> names = new ArrayList<>();
        if (section.kind() == Kind.AUDIO) {
            names.add(AUDIO);
        } else {
            if (VIDEO.contains(preferred)) {
                names.add(preferred);
            }
            names.addAll(VIDEO);
        }
        return names.stream()
                .map(name -> primary(section, name))
                .flatMap(Optional::stream)
                .findFirst()
                .map(primary -> withRepair(section, primary))
                .orElse(List.of());
    }

    /** Exactly the codec by this name, for a track that is published with it already. */
    public static List<Format> exactly(MediaSection section, String name) {
        return primary(section, name)
                .map(primary -> withRepair(section, primary))
                .orElse(List.of());
    }

    /** RED of the chosen Opus as well, if it was offered: {@code a=fmtp:63 111/111}. The first one named is what is sent. */
    public static List<Format> redundant(MediaSection section, List<Format> formats, boolean first) {
        Optional<Format> red = section.formats().stream()
                .filter(format -> format.name().equals(REDUNDANT) && format.clockRate() == 48_000)
                .filter(format -> formats.stream().anyMatch(opus -> repeats(format, opus.payloadType())))
                .findFirst();
        List<Format> both = new ArrayList<>(formats);
        red.ifPresent(format -> both.add(
                first ? 0 : both.size(),
                format.withFeedback(format.feedback().stream()
                        .filter(AUDIO_FEEDBACK::contains)
                        .toList())));
        return List.copyOf(both);
    }

    /**
     * What was offered, and NACK (RFC 4585 §6.2.1) in any case: browsers know it for sound and do not offer it, but ask and answer
     * when the other side's description has it. Who does not know it ignores the line.
     */
    private static List<String> soundFeedback(List<String> offered) {
        List<String> feedback = new ArrayList<>(
                offered.stream().filter(AUDIO_FEEDBACK::contains).toList());
        if (!feedback.contains(NACK)) {
            feedback.add(NACK);
        }
        return feedback;
    }

    private static boolean repeats(Format red, int payloadType) {
        return Arrays.stream(red.fmtp().split("/", -1)).allMatch(Integer.toString(payloadType)::equals);
    }

    public static List<Extension> extensions(MediaSection section) {
        return section.extensions().stream()
                .filter(extension -> EXTENSIONS.contains(extension.uri()))
                .toList();
    }

    /** Opus in an answer is what the sender shall do: discontinuous transmission and stereo are asked for here (RFC 7587 §6.1). */
    public static List<Format> opus(List<Format> formats, boolean stereo, boolean discontinuous) {
        return formats.stream()
                .map(format -> {
                    String fmtp = "minptime=10;useinbandfec=1";
                    fmtp += discontinuous ? ";usedtx=1" : "";
                    fmtp += stereo ? ";stereo=1" : "";
                    return format.withFmtp(fmtp);
                })
                .toList();
    }

    private static Optional<Format> primary(MediaSection section, String name) {
        List<Format> candidates = section.formats().stream()
                .filter(format -> format.name().equals(name))
                .toList();
        return switch (name) {
            // One forwarded stream must suit every receiver: constrained baseline in non-interleaved mode does.
            case "h264" ->
                candidates.stream()
                        .filter(CodecChoice::nonInterleaved)
                        .filter(format -> format.fmtp().contains("profile-level-id=42e0"))
                        .findFirst()
                        .or(() -> candidates.stream()
                                .filter(CodecChoice::nonInterleaved)
                                .findFirst());
            case "vp9" ->
                candidates.stream()
                        .filter(format ->
                                format.fmtp().isEmpty() || format.fmtp().contains("profile-id=0"))
                        .findFirst();
            default -> candidates.stream().findFirst();
        };
    }

    /** Without hints that clients write for themselves. */
    private static String standard(String fmtp) {
        return Arrays.stream(fmtp.split(";", -1))
                .map(String::strip)
                .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("x-google-"))
                .collect(Collectors.joining(";"));
    }

    private static boolean nonInterleaved(Format format) {
        return format.fmtp().contains("packetization-mode=1");
    }

    private static List<Format> withRepair(MediaSection section, Format primary) {
        List<String> feedback = section.kind() == Kind.AUDIO
                ? soundFeedback(primary.feedback())
                : primary.feedback().stream().filter(VIDEO_FEEDBACK::contains).toList();
        List<Format> formats = new ArrayList<>();
        formats.add(primary.withFmtp(standard(primary.fmtp())).withFeedback(feedback));
        section.formats().stream()
                .filter(format -> format.repairs() == primary.payloadType())
                .findFirst()
                .ifPresent(rtx -> formats.add(rtx.withFeedback(List.of())));
        return formats;
    }
}

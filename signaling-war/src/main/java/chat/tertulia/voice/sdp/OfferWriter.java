package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the offers of the subscriber peer connection of clients that have two (LiveKit's {@code /rtc}). Its payload types and
 * extension ids are ours.
 */
public final class OfferWriter {
    /** Of the first section, which is for data channels: it is there also when nobody publishes. */
    public static final String DATA_MID = "data";

    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir", "transport-cc");

    /** Those from here on say something of pictures. */
    private static final int VIDEO_ONLY = 2;

    private static final List<Extension> EXTENSIONS = List.of(
            new Extension(1, "urn:ietf:params:rtp-hdrext:sdes:mid"),
            new Extension(2, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
            new Extension(
                    3, "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"));

    private static final Format OPUS =
            new Format(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of("nack", "transport-cc"));
    private static final Format RED = new Format(63, CodecChoice.REDUNDANT, 48_000, 2, "111/111", List.of());

    private final LocalTransport local;
    private final long sessionId;

    /**
     * One section of the offer.
     *
     * @param codecs encoding names in lower case, the better first
     * @param outgoing null while nothing is sent here
     */
    public record Section(
            String mid,
            Kind kind,
            List<String> codecs,
            @Nullable Outgoing outgoing) {
        public Section {
            codecs = List.copyOf(codecs);
        }
    }

    public OfferWriter(LocalTransport local, long sessionId) {
        this.local = local;
        this.sessionId = sessionId;
    }

    public String write(List<Section> sections, long version) {
        List<String> mids = new ArrayList<>();
        mids.add(DATA_MID);
        sections.forEach(section -> mids.add(section.mid()));
        SdpText text = new SdpText()
                .session(sessionId, version)
                .line("a=extmap-allow-mixed")
                .bundle(mids)
                .line("m=application 9 UDP/DTLS/SCTP webrtc-datachannel")
                .line("c=IN IP4 0.0.0.0")
                .transport(local, "actpass", true)
                .line("a=mid:" + DATA_MID)
                .dataChannels(DataChannels.OURS);
        for (Section section : sections) {
            List<Format> formats = section.codecs().stream()
                    .flatMap(codec -> formats(codec).stream())
                    .toList();
            Outgoing outgoing = section.outgoing();
            String media = section.kind().name().toLowerCase(Locale.ROOT);
            text.line("m=" + media + " 9 UDP/TLS/RTP/SAVPF " + SdpText.payloadTypes(formats))
                    .line("c=IN IP4 0.0.0.0")
                    .transport(local, "actpass", false)
                    .line("a=mid:" + section.mid())
                    .extensions(section.kind() == Kind.VIDEO ? EXTENSIONS : EXTENSIONS.subList(0, VIDEO_ONLY))
                    .line("a=" + (outgoing == null ? Direction.INACTIVE : Direction.SENDONLY).wire())
                    .line("a=rtcp-mux")
                    .line("a=rtcp-rsize")
                    .formats(formats);
            if (outgoing != null) {
                text.outgoing(outgoing);
            }
        }
        return text.toString();
    }

    public static List<Extension> extensions() {
        return EXTENSIONS;
    }

    /** The payload types of this codec in our offers. */
    public static List<Format> formats(String codec) {
        return switch (codec) {
            case "h264" -> video(102, codec, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
            case "vp9" -> video(98, codec, "profile-id=0");
            case "av1" -> video(45, codec, "level-idx=5;profile=0;tier=0");
            case "vp8" -> video(96, codec, "");
            default -> List.of(OPUS, RED);
        };
    }

    /** Those of them that a client took which did, or did not, take RED (RFC 2198). */
    public static List<Format> taken(String codec, boolean red) {
        return formats(codec).stream()
                .filter(format -> red || !format.equals(RED))
                .toList();
    }

    private static List<Format> video(int payloadType, String codec, String fmtp) {
        return List.of(
                new Format(payloadType, codec, 90_000, 1, fmtp, FEEDBACK),
                new Format(payloadType + 1, "rtx", 90_000, 1, "apt=" + payloadType, List.of()));
    }
}

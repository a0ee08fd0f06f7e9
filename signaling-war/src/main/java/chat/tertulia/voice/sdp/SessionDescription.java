package chat.tertulia.voice.sdp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An offer or answer of a client. What the session level says once (ICE, fingerprint) is already copied into the sections.
 *
 * @param bundle mids of the first BUNDLE group, in order
 */
public record SessionDescription(List<String> bundle, boolean mixedExtensions, List<MediaSection> sections)
        implements ParsedSdp {
    public SessionDescription {
        bundle = List.copyOf(bundle);
        sections = List.copyOf(sections);
    }

    public enum Kind {
        AUDIO,
        VIDEO,
        APPLICATION,
        OTHER
    }

    /** RFC 8839 credentials and the SHA-256 of the certificate, upper-case hex with colons. */
    public record Security(String ufrag, String password, String fingerprint) {}

    /**
     * Data channels of a section, RFC 8841.
     *
     * @param messageBytes largest message the peer takes; 0 for any
     */
    public record DataChannels(int port, int messageBytes) {
        public static final DataChannels OURS = new DataChannels(5000, 65_536);
    }

    /** RFC 8830: stream and track of what is sent. */
    public record Msid(String stream, String track) {}

    public record Extension(int id, String uri) {}

    /**
     * One payload type.
     *
     * @param name encoding name in lower case
     * @param channels 1 unless the text says more
     * @param fmtp parameters, or empty
     * @param feedback values of {@code a=rtcp-fb}
     */
    public record Format(
            int payloadType, String name, int clockRate, int channels, String fmtp, List<String> feedback) {
        public Format {
            feedback = List.copyOf(feedback);
        }

        /** The payload type that an RTX format repairs (RFC 4588 §8.1), or -1. */
        public int repairs() {
            if (!name.equals("rtx")) {
                return -1;
            }
            for (String parameter : fmtp.split(";", -1)) {
                String pair = parameter.strip();
                if (pair.startsWith("apt=")) {
                    return SdpNumbers.within(pair.substring(4), 0, 127).orElse(-1);
                }
            }
            return -1;
        }

        public Format withFmtp(String other) {
            return new Format(payloadType, name, clockRate, channels, other, feedback);
        }

        public Format withFeedback(List<String> other) {
            return new Format(payloadType, name, clockRate, channels, fmtp, other);
        }
    }

    /**
     * One m-section.
     *
     * @param media first word of the m-line as it was written
     * @param formatWords payload types or {@code webrtc-datachannel}, as written
     * @param sendRids RFC 8853 simulcast layers in the order of {@code a=simulcast:send}
     * @param ssrcs those that {@code a=ssrc} names, repair streams left out
     * @param data null unless the section is for data channels
     */
    public record MediaSection(
            Kind kind,
            String media,
            int port,
            String protocol,
            List<String> formatWords,
            String mid,
            Direction direction,
            @Nullable Security security,
            List<Format> formats,
            List<Extension> extensions,
            List<String> sendRids,
            @Nullable Msid msid,
            List<Long> ssrcs,
            @Nullable DataChannels data) {
        public MediaSection {
            formatWords = List.copyOf(formatWords);
            formats = List.copyOf(formats);
            extensions = List.copyOf(extensions);
            sendRids = List.copyOf(sendRids);
            ssrcs = List.copyOf(ssrcs);
        }

        public boolean rejected() {
            return port == 0;
        }

        public boolean carriesMedia() {
            return kind == Kind.AUDIO || kind == Kind.VIDEO;
        }
    }

    /** Credentials of the transport: those of the first section that is not refused and has them. */
    public Optional<Security> security() {
        return sections.stream()
                .map(MediaSection::security)
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}

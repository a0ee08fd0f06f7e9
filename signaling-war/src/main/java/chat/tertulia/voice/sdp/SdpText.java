package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import java.util.List;

/** Lines of SDP that answers and offers share. */
final class SdpText {
    private final StringBuilder out = new StringBuilder(8 * 1024);

    /** Clients rewrite our text with a library that wants numbers here; the version rises with each description. */
    SdpText session(long sessionId, long version) {
        return line("v=0")
                .line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1")
                .line("s=-")
                .line("t=0 0")
                .line("a=ice-lite");
    }

    /** An empty group is no group: RFC 8843 has none, and a client fails on it. */
    SdpText bundle(List<String> mids) {
        if (!mids.isEmpty()) {
            line("a=group:BUNDLE " + String.join(" ", mids));
        }
        return line("a=msid-semantic: WMS *");
    }

    SdpText transport(LocalTransport local, String setup, boolean withCandidates) {
        line("a=ice-ufrag:" + local.ufrag());
        line("a=ice-pwd:" + local.password());
        line("a=fingerprint:sha-256 " + local.fingerprint());
        line("a=setup:" + setup);
        if (withCandidates) {
            local.candidates().forEach(candidate -> line("a=" + prefixed(candidate)));
            line("a=end-of-candidates");
        }
        return this;
    }

    /** RFC 8841 §5.1, §6.1. */
    SdpText dataChannels(DataChannels channels) {
        return line("a=sctp-port:" + channels.port()).line("a=max-message-size:" + channels.messageBytes());
    }

    SdpText extensions(List<Extension> extensions) {
        extensions.forEach(extension -> line("a=extmap:" + extension.id() + " " + extension.uri()));
        return this;
    }

    SdpText formats(List<Format> formats) {
        for (Format format : formats) {
            String type = format.payloadType() + " ";
            String channels = format.channels() > 1 ? "/" + format.channels() : "";
            line("a=rtpmap:" + type + wireName(format.name()) + "/" + format.clockRate() + channels);
            format.feedback().forEach(feedback -> line("a=rtcp-fb:" + type + feedback));
            if (!format.fmtp().isEmpty()) {
                line("a=fmtp:" + type + format.fmtp());
            }
        }
        return this;
    }

    SdpText outgoing(Outgoing outgoing) {
        line("a=msid:" + outgoing.stream() + " " + outgoing.track());
        if (outgoing.rtxSsrc() != 0) {
            line("a=ssrc-group:FID " + outgoing.ssrc() + " " + outgoing.rtxSsrc());
        }
        source(outgoing.ssrc(), outgoing);
        if (outgoing.rtxSsrc() != 0) {
            source(outgoing.rtxSsrc(), outgoing);
        }
        return this;
    }

    SdpText line(String line) {
        out.append(line).append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    static String payloadTypes(List<Format> formats) {
        return String.join(
                " ",
                formats.stream()
                        .map(format -> Integer.toString(format.payloadType()))
                        .toList());
    }

    private void source(long ssrc, Outgoing outgoing) {
        line("a=ssrc:" + ssrc + " cname:" + outgoing.stream());
        line("a=ssrc:" + ssrc + " msid:" + outgoing.stream() + " " + outgoing.track());
    }

    private static String prefixed(String candidate) {
        return candidate.startsWith("candidate:") ? candidate : "candidate:" + candidate;
    }

    private static String wireName(String name) {
        return switch (name) {
            case "vp8", "vp9", "av1", "h264" -> name.toUpperCase(java.util.Locale.ROOT);
            default -> name;
        };
    }
}

package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.List;

/**
 * Writes answers (RFC 8829 §5.3). Every section that is not refused carries ICE, DTLS and header-extension lines, also when
 * nobody sends in it: Chromium takes from the first answer which extensions it may offer later.
 */
public final class AnswerWriter {
    private final LocalTransport local;
    private final long sessionId;

    public AnswerWriter(LocalTransport local, long sessionId) {
        this.local = local;
        this.sessionId = sessionId;
    }

    public String write(SessionDescription offer, List<AnswerSection> sections, long version) {
        List<String> bundle = sections.stream()
                .filter(section -> !(section instanceof AnswerSection.Refused))
                .map(section -> section.offered().mid())
                .toList();
        SdpText text = new SdpText().session(sessionId, version);
        if (offer.mixedExtensions()) {
            text.line("a=extmap-allow-mixed");
        }
        text.bundle(bundle);
        for (AnswerSection section : sections) {
            write(section, text, !bundle.isEmpty() && section.offered().mid().equals(bundle.getFirst()));
        }
        return text.toString();
    }

    private void write(AnswerSection section, SdpText text, boolean tagged) {
        switch (section) {
            case AnswerSection.Refused(MediaSection offered) ->
                text.line("m=" + offered.media() + " 0 " + offered.protocol() + " "
                                + String.join(" ", offered.formatWords()))
                        .line("c=IN IP4 0.0.0.0")
                        .line("a=mid:" + offered.mid())
                        .line("a=inactive");
            case AnswerSection.Idle(MediaSection offered) ->
                head(offered, CodecChoice.of(offered, ""), Direction.INACTIVE, text, tagged);
            case AnswerSection.Data(MediaSection offered) ->
                text.line("m=" + offered.media() + " 9 " + offered.protocol() + " webrtc-datachannel")
                        .line("c=IN IP4 0.0.0.0")
                        .transport(local, "passive", tagged)
                        .line("a=mid:" + offered.mid())
                        .dataChannels(DataChannels.OURS);
            case AnswerSection.Receiving(MediaSection offered, List<Format> formats) -> {
                head(offered, formats, Direction.RECVONLY, text, tagged);
                List<String> rids = offered.sendRids();
                rids.forEach(rid -> text.line("a=rid:" + rid + " recv"));
                if (!rids.isEmpty()) {
                    text.line("a=simulcast:recv " + String.join(";", rids));
                }
            }
            case AnswerSection.Sending(MediaSection offered, List<Format> formats, Outgoing outgoing) -> {
                head(offered, formats, Direction.SENDONLY, text, tagged);
                text.outgoing(outgoing);
            }
        }
    }

    private void head(MediaSection offered, List<Format> formats, Direction direction, SdpText text, boolean tagged) {
        text.line("m=" + offered.media() + " 9 " + offered.protocol() + " " + SdpText.payloadTypes(formats))
                .line("c=IN IP4 0.0.0.0")
                .transport(local, "passive", tagged)
                .line("a=mid:" + offered.mid())
                .extensions(CodecChoice.extensions(offered))
                .line("a=" + direction.wire())
                .line("a=rtcp-mux")
                .line("a=rtcp-rsize")
                .formats(formats);
    }
}

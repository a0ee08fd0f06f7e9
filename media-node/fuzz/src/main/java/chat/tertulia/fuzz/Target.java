package chat.tertulia.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.media.RoomTarget;
import chat.tertulia.media.codec.CodecTarget;
import chat.tertulia.media.sctp.SctpTarget;
import chat.tertulia.node.dtls.DtlsTarget;
import chat.tertulia.node.dtls.HandshakeTarget;
import chat.tertulia.node.ice.CandidateTarget;
import chat.tertulia.node.ice.StunTarget;
import chat.tertulia.node.srtp.SrtpTarget;
import chat.tertulia.node.tcp.FramingTarget;
import java.util.Locale;

/** All that is attacked here. Another parser is a name, a case, and a folder of seeds of that name in {@code corpus}. */
public enum Target {
    STUN,
    CANDIDATE,
    DTLS,
    HANDSHAKE,
    SRTP,
    RTP,
    RTCP,
    PAYLOAD,
    RED,
    DEPENDENCIES,
    SCTP,
    FRAMING,
    CONTROL,
    ROOM;

    /** Throws when the bytes broke something. The array has no byte to spare, so that reading too far is seen. */
    public void run(byte[] data) {
        switch (this) {
            case STUN -> StunTarget.run(data);
            case CANDIDATE -> CandidateTarget.run(data);
            case DTLS -> DtlsTarget.run(data);
            case HANDSHAKE -> HandshakeTarget.run(data);
            case SRTP -> SrtpTarget.run(data);
            case RTP -> RtpTarget.run(data);
            case RTCP -> RtcpTarget.run(data);
            case PAYLOAD -> CodecTarget.payload(data);
            case RED -> CodecTarget.red(data);
            case DEPENDENCIES -> CodecTarget.dependencies(data);
            case SCTP -> SctpTarget.run(data);
            case FRAMING -> FramingTarget.run(data);
            case CONTROL -> ControlTarget.run(new String(data, UTF_8));
            case ROOM -> RoomTarget.run(data);
        }
    }

    /** As on the command line, and as the folder of its corpus. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Target of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

package chat.tertulia.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.media.RoomTarget;
import chat.tertulia.media.codec.VideoFormat;
import chat.tertulia.media.codec.Vp8Descriptor;
import chat.tertulia.node.dtls.DtlsTarget;
import chat.tertulia.node.dtls.HandshakeTarget;
import chat.tertulia.node.ice.CandidateTarget;
import chat.tertulia.node.ice.StunTarget;
import chat.tertulia.node.srtp.SrtpTarget;
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
    VP8,
    KEYFRAME,
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
            case VP8 -> vp8(data);
            case KEYFRAME -> keyframe(data);
            case CONTROL -> ControlTarget.run(new String(data, UTF_8));
            case ROOM -> RoomTarget.run(data);
        }
    }

    private static void vp8(byte[] data) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        if (descriptor.parse(data, 0, data.length)) {
            descriptor.overwrite(data.clone(), 0, 77, 77);
        }
    }

    private static void keyframe(byte[] data) {
        for (VideoFormat format : VideoFormat.values()) {
            var _ = format.startsKeyframe(data, 0, data.length);
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

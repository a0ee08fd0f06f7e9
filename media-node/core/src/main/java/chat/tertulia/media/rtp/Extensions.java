package chat.tertulia.media.rtp;

import chat.tertulia.control.Command.HeaderExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Header extension URIs of one room as small numbers, so that "same URI" is an int comparison between transports whose ids
 * differ. The ones that a forwarder reads or writes itself are constants.
 */
public final class Extensions {
    public static final int UNKNOWN = 0;
    public static final int MID = 1;
    public static final int RID = 2;
    public static final int REPAIRED_RID = 3;
    public static final int AUDIO_LEVEL = 4;
    public static final int TRANSPORT_SEQUENCE = 5;
    public static final int ABS_SEND_TIME = 6;
    public static final int DEPENDENCY_DESCRIPTOR = 7;

    public static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public static final String RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public static final String REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    public static final String AUDIO_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public static final String TRANSPORT_SEQUENCE_URI =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public static final String ABS_SEND_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    public static final String DEPENDENCY_DESCRIPTOR_URI =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    /** More distinct URIs than this in one room are not copied. */
    public static final int MAX_KINDS = 64;

    private final Map<String, Integer> kinds = new HashMap<>(Map.of(
            MID_URI, MID,
            RID_URI, RID,
            REPAIRED_RID_URI, REPAIRED_RID,
            AUDIO_LEVEL_URI, AUDIO_LEVEL,
            TRANSPORT_SEQUENCE_URI, TRANSPORT_SEQUENCE,
            ABS_SEND_TIME_URI, ABS_SEND_TIME,
            DEPENDENCY_DESCRIPTOR_URI, DEPENDENCY_DESCRIPTOR));

    private int kind(String uri) {
        Integer known = kinds.get(uri);
        if (known != null) {
            return known;
        }
        int next = kinds.size() + 1;
        if (next >= MAX_KINDS) {
            return UNKNOWN;
        }
        kinds.put(uri, next);
        return next;
    }

    /** Index is the id on the transport (0 to 255), value the kind. */
    public int[] kindsById(List<HeaderExtension> negotiated) {
        int[] kindsById = new int[256];
        for (HeaderExtension extension : negotiated) {
            if (valid(extension)) {
                kindsById[extension.extensionId()] = kind(extension.uri());
            }
        }
        return kindsById;
    }

    /** Index is the kind, value the id on the transport or 0. */
    public int[] idsByKind(List<HeaderExtension> negotiated) {
        int[] idsByKind = new int[MAX_KINDS];
        for (HeaderExtension extension : negotiated) {
            if (valid(extension)) {
                idsByKind[kind(extension.uri())] = extension.extensionId();
            }
        }
        idsByKind[UNKNOWN] = 0;
        return idsByKind;
    }

    private static boolean valid(HeaderExtension extension) {
        return extension.extensionId() > 0 && extension.extensionId() < 256;
    }
}

package chat.tertulia.voice.signal;

import chat.tertulia.voice.signal.JoinIntent.Generation;
import chat.tertulia.voice.token.VoiceGrant;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest;

/** Reads what a client says of itself in the query of the upgrade. Total; empty means that it is garbage. */
final class JoinReader {
    private static final int MAX_ENCODED = 64 * 1024;
    private static final int MAX_INFLATED = 512 * 1024;
    private static final int MAX_TRACKS = 32;

    private JoinReader() {}

    /** {@code /rtc}: one query parameter each. A missing one is an empty text. */
    static JoinIntent dual(VoiceGrant grant, UnaryOperator<String> query) {
        ClientInfo client = ClientInfo.newBuilder()
                .setVersion(query.apply("version"))
                .setOs(query.apply("os"))
                .setBrowser(query.apply("browser"))
                .build();
        boolean resumes = truth(query.apply("reconnect"));
        return new JoinIntent(
                grant,
                Generation.DUAL,
                client,
                !query.apply("auto_subscribe").equals("0")
                        && !query.apply("auto_subscribe").equals("false"),
                resumes ? sid(query.apply("sid")) : "",
                !query.apply("subscriber_allow_pause").equals("0")
                        && !query.apply("subscriber_allow_pause").equals("false"),
                List.of(),
                null);
    }

    /** {@code /rtc/v1}: a wrapped, mostly gzipped protobuf. */
    static Optional<JoinIntent> single(VoiceGrant grant, String encoded) {
        if (encoded.isEmpty() || encoded.length() > MAX_ENCODED) {
            return Optional.empty();
        }
        try {
            WrappedJoinRequest wrapped = WrappedJoinRequest.parseFrom(decode(encoded));
            byte[] bytes = wrapped.getJoinRequest().toByteArray();
            JoinRequest request = switch (wrapped.getCompressionValue()) {
                case WrappedJoinRequest.Compression.NONE_VALUE -> JoinRequest.parseFrom(bytes);
                case WrappedJoinRequest.Compression.GZIP_VALUE -> JoinRequest.parseFrom(inflate(bytes));
                default -> throw new InvalidProtocolBufferException("unknown compression");
            };
            return request.getAddTrackRequestsCount() > MAX_TRACKS
                    ? Optional.empty()
                    : Optional.of(intent(grant, request));
        } catch (IOException | IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private static JoinIntent intent(VoiceGrant grant, JoinRequest request) {
        boolean settings = request.hasConnectionSettings();
        return new JoinIntent(
                grant,
                Generation.SINGLE,
                request.getClientInfo(),
                !settings || request.getConnectionSettings().getAutoSubscribe(),
                request.getReconnect() ? sid(request.getParticipantSid()) : "",
                !request.getConnectionSettings().hasSubscriberAllowPause()
                        || request.getConnectionSettings().getSubscriberAllowPause(),
                request.getAddTrackRequestsList(),
                request.hasPublisherOffer() ? request.getPublisherOffer() : null);
    }

    /** A resume without a sid is one of somebody unknown: it must not become a join. */
    private static String sid(String sid) {
        return sid.isEmpty() ? "?" : sid;
    }

    private static byte[] decode(String encoded) {
        return encoded.indexOf('+') >= 0 || encoded.indexOf('/') >= 0
                ? Base64.getDecoder().decode(encoded)
                : Base64.getUrlDecoder().decode(encoded);
    }

    private static byte[] inflate(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = in.readNBytes(MAX_INFLATED + 1);
            if (inflated.length > MAX_INFLATED) {
                throw new IOException("inflates to too much");
            }
            return inflated;
        }
    }

    private static boolean truth(String value) {
        return value.equals("1") || value.equals("true");
    }
}

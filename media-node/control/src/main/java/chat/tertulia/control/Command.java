package chat.tertulia.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server asks of a node. Each command has an id and gets exactly one {@link Reply} with the same id. Commands about
 * one room are carried out in the order in which they came.
 */
public sealed interface Command extends ControlMessage {
    long id();

    /** First message of the server after the node's {@link NodeEvent.Hello}. */
    @Wire("welcome")
    record Welcome(long id, String serverId) implements Command {}

    /**
     * Makes a transport: one ICE agent, one DTLS association, all media of one peer connection. The node is always the DTLS
     * server and the ICE-controlled side. Answered by {@link Reply.TransportOpened}.
     */
    @Wire("transport.open")
    record OpenTransport(long id, String roomId, String participantId, String transportId) implements Command {}

    /**
     * What the peer said of itself. Until this came, DTLS is not begun.
     *
     * @param fingerprint SHA-256 of the peer's certificate, upper-case hex with colons; DTLS fails on any other
     */
    @Wire("transport.remote")
    record SetRemote(
            long id,
            String roomId,
            String transportId,
            IceParameters ice,
            String fingerprint,
            List<IceCandidate> candidates)
            implements Command {
        public SetRemote {
            candidates = List.copyOf(candidates);
        }
    }

    /** More candidates of the peer (trickle). Harmless when useless. */
    @Wire("transport.candidates")
    record AddCandidates(long id, String roomId, String transportId, List<IceCandidate> candidates) implements Command {
        public AddCandidates {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * New ICE credentials on both sides, same DTLS association, same SSRCs. Answered by {@link Reply.TransportOpened}; the
     * old path carries media until the new one is nominated.
     *
     * @param remote null when the peer has not been asked yet; a {@link SetRemote} follows
     */
    @Wire("transport.restart")
    record RestartIce(
            long id,
            String roomId,
            String transportId,
            @Nullable IceParameters remote) implements Command {}

    /** All sections on which the peer sends; replaces what was there. A section without track is ignored. */
    @Wire("transport.receive")
    record ConfigureReceive(
            long id, String roomId, String transportId, List<HeaderExtension> extensions, List<ReceiveSection> sections)
            implements Command {
        public ConfigureReceive {
            extensions = List.copyOf(extensions);
            sections = List.copyOf(sections);
        }
    }

    /** All sections on which the node sends to the peer; replaces what was there. */
    @Wire("transport.send")
    record ConfigureSend(
            long id, String roomId, String transportId, List<HeaderExtension> extensions, List<SendSection> sections)
            implements Command {
        public ConfigureSend {
            extensions = List.copyOf(extensions);
            sections = List.copyOf(sections);
        }
    }

    /**
     * That the transport carries data channels, and whose. Replaces what was said before; the association begins when DTLS is
     * up, and stays.
     *
     * @param role which way data goes here
     * @param peerPort the peer's {@code a=sctp-port}
     * @param messageBytes the peer's {@code a=max-message-size}; 0 for any size
     */
    @Wire("transport.data")
    record ConfigureData(
            long id,
            String roomId,
            String transportId,
            DataMember member,
            DataRole role,
            int peerPort,
            int messageBytes)
            implements Command {}

    /** The data tracks that go to the peer of a transport with data channels; replaces what was there. */
    @Wire("transport.data.routes")
    record RouteData(long id, String roomId, String transportId, List<DataRoute> routes) implements Command {
        public RouteData {
            routes = List.copyOf(routes);
        }
    }

    /** Asks how far the participant's reliable messages have come. Answered by {@link Reply.DataState}. */
    @Wire("transport.data.state")
    record AskDataState(long id, String roomId, String transportId) implements Command {}

    /**
     * A data packet of the server itself, as it is.
     *
     * @param identities who shall get it; empty for everybody
     * @param packet LiveKit's DataPacket in base64
     */
    @Wire("room.data")
    record SendData(long id, String roomId, List<String> identities, boolean lossy, String packet) implements Command {
        public SendData {
            identities = List.copyOf(identities);
        }
    }

    /**
     * What a receiver wants of a track it gets.
     *
     * @param enabled false stops forwarding without any SDP
     * @param maxLayer index into the track's simulcast or spatial layers, lowest first; {@link Integer#MAX_VALUE} for the best
     * @param maxFps pictures a second, as near below it as the temporal layers allow; {@link #ANY_FPS} for all
     * @param pixels that it is drawn with, 0 when that is not known
     * @param priority 1 comes first when bandwidth is short, 0 for none
     * @param mayPause false when its lowest layer is to come even where the bandwidth does not carry it
     */
    @Wire("sender.layer")
    record SelectLayer(
            long id,
            String roomId,
            String transportId,
            String trackId,
            boolean enabled,
            int maxLayer,
            int maxFps,
            int pixels,
            int priority,
            boolean mayPause)
            implements Command {
        public static final int ANY_FPS = Integer.MAX_VALUE;

        /** At the full frame rate, of unknown size, without priority, to be paused when need be. */
        public SelectLayer(long id, String roomId, String transportId, String trackId, boolean enabled, int maxLayer) {
            this(id, roomId, transportId, trackId, enabled, maxLayer, ANY_FPS, 0, 0, true);
        }
    }

    /** A muted track's packets are dropped in the node, whatever its publisher does. */
    @Wire("track.mute")
    record MuteTrack(long id, String roomId, String trackId, boolean muted) implements Command {}

    /** Forgets the track: its packets are dropped from now on. */
    @Wire("track.close")
    record CloseTrack(long id, String roomId, String trackId) implements Command {}

    /** Ends the transport and with it all tracks published on it. Idempotent. */
    @Wire("transport.close")
    record CloseTransport(long id, String roomId, String transportId) implements Command {}

    /** ICE user fragment and password, RFC 8839. */
    record IceParameters(String ufrag, String password) {}

    /** One line of {@code a=candidate}, without the prefix. */
    record IceCandidate(String line) {}

    /** RFC 8285: an extension's URI and the id it has on this transport. */
    record HeaderExtension(int extensionId, String uri) {}

    /**
     * A participant as others address it and see it.
     *
     * @param shown identity that receivers are told; empty for one who is hidden
     * @param publish whether its messages reach anybody
     */
    record DataMember(String identity, String shown, boolean publish) {}

    /**
     * A data track on its way to one receiver.
     *
     * @param participantId of the publisher
     * @param published handle that the publisher writes into its packets, 1 to 65535
     * @param received handle that this receiver knows it by, 1 to 65535
     */
    record DataRoute(String participantId, int published, int received) {}

    enum DataRole {
        /** The only connection: the peer opens the channels, data goes both ways. */
        BOTH,
        /** The peer opens the channels and sends. */
        FROM_PEER,
        /** The node opens the channels and sends. */
        TO_PEER
    }

    enum MediaKind {
        AUDIO,
        VIDEO
    }

    /**
     * One payload format of a section.
     *
     * @param name encoding name in lower case: opus, red, vp8, h264, vp9, av1
     * @param rtxPayloadType RFC 4588 payload type that repairs this one, or -1
     * @param fmtp parameters as in SDP, or empty
     */
    record Codec(int payloadType, String name, int clockRate, int rtxPayloadType, String fmtp) {}

    /**
     * One simulcast layer, lowest first in its section.
     *
     * @param rid RFC 8851 id; empty when the section has a single encoding
     */
    record Layer(String rid, int width, int height) {}

    /**
     * One section on which the peer sends.
     *
     * @param trackId null while the section carries nothing; may be that of another section too: the same picture in another
     *     codec, the better one first
     * @param layers simulcast layers; without rids and without an SSRC for each they are the spatial layers of one encoding, whose
     *     number is learned from the stream
     * @param ssrcs those the SDP names, or empty: then they are learned from mid and rid
     * @param source LiveKit's name in lower case, as {@link #SCREEN_SHARE_AUDIO}; null for a microphone or camera
     */
    record ReceiveSection(
            String mid,
            @Nullable String trackId,
            MediaKind kind,
            List<Codec> codecs,
            List<Layer> layers,
            List<Long> ssrcs,
            @Nullable String source) {
        /** Sound that is forwarded however many microphones are louder. */
        public static final String SCREEN_SHARE_AUDIO = "screen_share_audio";

        public ReceiveSection(
                String mid,
                @Nullable String trackId,
                MediaKind kind,
                List<Codec> codecs,
                List<Layer> layers,
                List<Long> ssrcs) {
            this(mid, trackId, kind, codecs, layers, ssrcs, null);
        }

        public ReceiveSection {
            codecs = List.copyOf(codecs);
            layers = List.copyOf(layers);
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /**
     * One section on which the node sends.
     *
     * @param trackId the published track that is forwarded here
     * @param ssrc stable for the life of the section, whatever layer is forwarded
     * @param rtxSsrc repair stream of it, or 0
     */
    record SendSection(String mid, String trackId, MediaKind kind, List<Codec> codecs, long ssrc, long rtxSsrc) {
        public SendSection {
            codecs = List.copyOf(codecs);
        }
    }
}

package chat.tertulia.voice.signal;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.DataMember;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.Command.DataRoute;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.Reply;
import chat.tertulia.voice.node.MediaNode;
import chat.tertulia.voice.node.NodeUnavailable;
import chat.tertulia.voice.sdp.LocalTransport;
import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One peer connection's transport on the media node. Its methods wait for the node: an answer may leave only after the node
 * knows what it says.
 *
 * <p>Owned by: its participant.
 */
final class NodeTransport {
    private final MediaNode node;
    private final String roomId;
    private final String participantSid;
    private final String transportId;
    private final DataMember member;
    private final DataRole role;
    private @Nullable Security remote;
    private @Nullable LocalTransport local;
    private boolean renewed;
    private boolean carriesData;
    private List<DataRoute> routes = List.of();

    /** One connection of a participant: what its id ends with, and which way data goes on it. */
    record Purpose(String suffix, DataRole role) {}

    NodeTransport(MediaNode node, String roomId, String participantSid, DataMember member, Purpose purpose) {
        this.node = node;
        this.roomId = roomId;
        this.participantSid = participantSid;
        this.transportId = participantSid + purpose.suffix();
        this.member = member;
        this.role = purpose.role();
    }

    String transportId() {
        return transportId;
    }

    /** Our end; made at the first call. */
    LocalTransport local() throws NodeUnavailable {
        LocalTransport known = local;
        if (known != null) {
            return known;
        }
        LocalTransport opened = opened(node.await(this::open));
        local = opened;
        return opened;
    }

    /** New credentials of ours, for our next offer: an ICE restart that we begin (RFC 8839 §4.4.1.1.1). */
    void renew() throws NodeUnavailable {
        if (remote != null) {
            local = opened(node.await(id -> new Command.RestartIce(id, roomId, transportId, null)));
            renewed = true;
        }
    }

    /**
     * Our end for a peer that describes itself like this: new credentials of the peer mean an ICE restart (RFC 8839 §4.4.3).
     *
     * @return null when the peer shows another certificate than before, which only a new association may
     */
    @Nullable
    LocalTransport facing(Security peer) throws NodeUnavailable {
        Security before = remote;
        if (before == null) {
            LocalTransport ours = meeting(peer);
            remote = peer;
            return ours;
        }
        LocalTransport current = local();
        if (!before.fingerprint().equals(peer.fingerprint())) {
            return null;
        } else if (renewed) {
            node.await(id -> new Command.SetRemote(id, roomId, transportId, ice(peer), peer.fingerprint(), List.of()));
            renewed = false;
        } else if (!before.ufrag().equals(peer.ufrag())) {
            current = opened(node.await(id -> new Command.RestartIce(id, roomId, transportId, ice(peer))));
            local = current;
        }
        remote = peer;
        return current;
    }

    /** Both commands at once, for a node may be far away; it takes them in their order. */
    private LocalTransport meeting(Security peer) throws NodeUnavailable {
        @Nullable CompletableFuture<Reply> opening = local == null ? node.ask(this::open) : null;
        CompletableFuture<Reply> meeting = node.ask(
                id -> new Command.SetRemote(id, roomId, transportId, ice(peer), peer.fingerprint(), List.of()));
        LocalTransport ours = opening == null ? local() : opened(node.result(opening));
        local = ours;
        node.result(meeting);
        return ours;
    }

    private Command open(long id) {
        return new Command.OpenTransport(id, roomId, participantSid, transportId);
    }

    /** Both directions at once; returns when both have taken effect. */
    void configure(List<Extension> extensions, List<ReceiveSection> receive, List<SendSection> send)
            throws NodeUnavailable {
        List<HeaderExtension> numbered = numbered(extensions);
        CompletableFuture<Reply> receiving =
                node.ask(id -> new Command.ConfigureReceive(id, roomId, transportId, numbered, receive));
        CompletableFuture<Reply> sending =
                node.ask(id -> new Command.ConfigureSend(id, roomId, transportId, numbered, send));
        node.result(receiving);
        tolerant(sending);
    }

    void send(List<Extension> extensions, List<SendSection> send) throws NodeUnavailable {
        List<HeaderExtension> numbered = numbered(extensions);
        tolerant(node.ask(id -> new Command.ConfigureSend(id, roomId, transportId, numbered, send)));
    }

    /** The peer has data channels, and this is what it takes. */
    void data(DataChannels peer) throws NodeUnavailable {
        node.await(id ->
                new Command.ConfigureData(id, roomId, transportId, member, role, peer.port(), peer.messageBytes()));
        if (!carriesData) {
            carriesData = true;
            routes(routes);
        }
    }

    /** The data tracks that go to the peer from now on, or as soon as it has data channels. */
    void routes(List<DataRoute> wanted) throws NodeUnavailable {
        boolean news = !wanted.isEmpty() || !routes.isEmpty();
        routes = wanted;
        if (carriesData && news) {
            node.await(id -> new Command.RouteData(id, roomId, transportId, wanted));
        }
    }

    /** How far the reliable messages of the peer have come; 0 also when the node does not say so in time. */
    int lastDataSequence() {
        if (local == null) {
            return 0;
        }
        return node.ask(id -> new Command.AskDataState(id, roomId, transportId))
                .thenApply(reply -> reply instanceof Reply.DataState state ? (int) state.lastSequence() : 0)
                .completeOnTimeout(0, 1, TimeUnit.SECONDS)
                .exceptionally(_ -> 0)
                .join();
    }

    void select(Subscription subscription) {
        var _ = node.ask(id -> new Command.SelectLayer(
                id,
                roomId,
                transportId,
                subscription.trackSid(),
                subscription.enabled(),
                subscription.maxLayer(),
                subscription.maxFps(),
                subscription.pixels(),
                subscription.priority(),
                subscription.mayPause()));
    }

    /** One that the peer has found; of no use before the peer has described itself. */
    void candidate(IceCandidate candidate) {
        if (remote != null) {
            var _ = node.ask(id -> new Command.AddCandidates(id, roomId, transportId, List.of(candidate)));
        }
    }

    void close() {
        if (local != null) {
            local = null;
            var _ = node.ask(id -> new Command.CloseTransport(id, roomId, transportId));
        }
    }

    static List<Codec> codecs(List<Format> formats) {
        List<Codec> codecs = new ArrayList<>();
        for (Format format : formats) {
            if (format.repairs() < 0) {
                int rtx = formats.stream()
                        .filter(other -> other.repairs() == format.payloadType())
                        .mapToInt(Format::payloadType)
                        .findFirst()
                        .orElse(-1);
                codecs.add(new Codec(format.payloadType(), format.name(), format.clockRate(), rtx, format.fmtp()));
            }
        }
        return codecs;
    }

    /** A track may end while we ask for it; the room tells us so in a moment and we ask again without it. */
    private void tolerant(CompletableFuture<Reply> sending) throws NodeUnavailable {
        try {
            node.result(sending);
        } catch (NodeUnavailable refused) {
            if (!refused.code().equals("unknown_track")) {
                throw refused;
            }
        }
    }

    private static LocalTransport opened(Reply reply) throws NodeUnavailable {
        if (reply instanceof Reply.TransportOpened opened) {
            return new LocalTransport(
                    opened.ice().ufrag(), opened.ice().password(), opened.fingerprint(), opened.candidates());
        }
        throw NodeUnavailable.odd("The media node answered with something else than a transport.");
    }

    private static IceParameters ice(Security security) {
        return new IceParameters(security.ufrag(), security.password());
    }

    private static List<HeaderExtension> numbered(List<Extension> extensions) {
        return extensions.stream()
                .map(extension -> new HeaderExtension(extension.id(), extension.uri()))
                .toList();
    }
}

package chat.tertulia.node.peer;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.MediaNode;
import chat.tertulia.node.loop.Drop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Drives a node with control messages, as a link does, and waits for the replies. */
public final class NodeUnderTest {
    public static final String SERVER = "test";
    public static final Codec OPUS = new Codec(111, "opus", 48_000, -1, "");
    public static final Codec VP8 = new Codec(96, "vp8", 90_000, -1, "");

    private final MediaNode node;
    private final AtomicLong ids = new AtomicLong();

    public NodeUnderTest(MediaNode node) {
        this.node = node;
    }

    public long nextId() {
        return ids.incrementAndGet();
    }

    public Reply ask(Command command) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        node.handle(SERVER, command, reply::complete);
        return reply.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public TransportOpened open(String room, String transport) {
        Reply reply = ask(new OpenTransport(nextId(), room, "participant-" + transport, transport));
        if (reply instanceof TransportOpened opened) {
            return opened;
        }
        throw new AssertionError("Not opened: " + reply);
    }

    public void setRemote(String room, String transport, LoopbackPeer peer, String fingerprint) {
        done(new SetRemote(nextId(), room, transport, peer.ice(), fingerprint, List.of()));
    }

    public void done(Command command) {
        Reply reply = ask(command);
        if (!(reply instanceof Reply.Done)) {
            throw new AssertionError("Not done: " + reply);
        }
    }

    /** Opens a transport and brings the peer up on it. */
    public TransportOpened connect(String room, String transport, LoopbackPeer peer, int... profiles) {
        TransportOpened opened = open(room, transport);
        setRemote(room, transport, peer, peer.fingerprint());
        peer.aim(opened);
        var _ = peer.connect(profiles.length == 0 ? LoopbackPeer.browserProfiles() : profiles)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return opened;
    }

    public void publish(String room, String transport, String track, MediaKind kind, long ssrc) {
        Codec codec = kind == MediaKind.AUDIO ? OPUS : VP8;
        done(new ConfigureReceive(
                nextId(),
                room,
                transport,
                List.of(),
                List.of(new ReceiveSection(
                        "0", track, kind, List.of(codec), List.of(new Layer("", 640, 360)), List.of(ssrc)))));
    }

    public void subscribe(String room, String transport, String track, MediaKind kind, long ssrc) {
        Codec codec = kind == MediaKind.AUDIO ? OPUS : VP8;
        done(new ConfigureSend(
                nextId(),
                room,
                transport,
                List.of(),
                List.of(new SendSection("0", track, kind, List.of(codec), ssrc, 0))));
    }

    public long drops(Drop reason) {
        return node.snapshots().stream().mapToLong(loop -> loop.drops(reason)).sum();
    }
}

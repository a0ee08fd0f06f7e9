package chat.tertulia.node.loop;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.node.dtls.DtlsAssociation;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.udp.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transport and its life: {@link PeerPath} finds and keeps the way, {@link PeerDtls} makes it secure, {@link PeerMedia}
 * carries packets once there are both. Owned by: the loop of its room.
 */
final class Peer {
    /** Where the transport is in its life; NEW is no state for the server. */
    private enum Stage {
        NEW,
        CONNECTED,
        DISCONNECTED,
        FAILED,
        CLOSED
    }

    private final MediaLoop loop;
    private final LoopRoom room;
    private final String transportId;
    private final int handle;
    private final PeerPath path;
    private final PeerDtls dtls;
    private final PeerMedia media;
    private boolean secured;
    private Stage stage = Stage.NEW;
    private long sinceNs;

    Peer(MediaLoop loop, LoopRoom room, String transportId, int handle) {
        this.loop = loop;
        this.room = room;
        this.transportId = transportId;
        this.handle = handle;
        this.path = new PeerPath(loop, this);
        this.dtls = new PeerDtls(loop, this);
        this.media = new PeerMedia(loop, this);
        this.sinceNs = loop.now();
    }

    String transportId() {
        return transportId;
    }

    LoopRoom room() {
        return room;
    }

    int handle() {
        return handle;
    }

    PeerPath path() {
        return path;
    }

    PeerMedia media() {
        return media;
    }

    @Nullable
    TransportState state() {
        return switch (stage) {
            case CONNECTED -> TransportState.CONNECTED;
            case DISCONNECTED -> TransportState.DISCONNECTED;
            case FAILED -> TransportState.FAILED;
            case NEW, CLOSED -> null;
        };
    }

    boolean hasEnded() {
        return stage == Stage.FAILED || stage == Stage.CLOSED;
    }

    /** Where media goes; null while it must not go anywhere. */
    @Nullable
    Route sendingRoute() {
        return stage == Stage.CONNECTED ? path.route() : null;
    }

    /** False when the fingerprint is none, or another one than before. */
    boolean remote(IceParameters ice, String fingerprint, List<IceCandidate> candidates) {
        if (!dtls.expects(fingerprint)) {
            return false;
        }
        path.start(ice, candidates);
        dtls.begin();
        return true;
    }

    void dtls(Route route, byte[] data, int length) {
        dtls.receive(route, data, length, stage == Stage.NEW);
    }

    /** The array is the association's from now on. */
    void transmitData(byte[] packet) {
        if (stage != Stage.CONNECTED || !dtls.transmit(packet)) {
            loop.counters().drop(Drop.DATA_OUT_REFUSED);
        }
    }

    /** Media from an address that nobody has proved. False when it is none of this peer's. */
    boolean movedTo(Endpoint from, byte[] data, int length) {
        if (stage != Stage.CONNECTED || !media.recognises(data, length)) {
            return false;
        }
        path.ask(from);
        return true;
    }

    // Life

    void secured(@Nullable SrtpKeys keys) {
        if (stage == Stage.NEW) {
            loop.counters().handshakes++;
            secured = true;
            media.secure(keys);
            reconsider();
        }
    }

    void ended(DtlsAssociation.Reason reason) {
        if (reason != DtlsAssociation.Reason.CLOSED_BY_PEER) {
            loop.counters().handshakesFailed++;
        }
        fail();
    }

    /** Keys or route have changed. */
    void reconsider() {
        boolean usable = secured && path.route() != null;
        if (usable && (stage == Stage.NEW || stage == Stage.DISCONNECTED)) {
            enter(Stage.CONNECTED);
            room.connected(this);
        }
    }

    /** About once a second. True when the node shall forget the transport by itself. */
    boolean tick(long nowNs, Deadlines deadlines) {
        path.tick(nowNs, deadlines);
        long inStage = nowNs - sinceNs;
        switch (stage) {
            case NEW -> {
                if (inStage > deadlines.connect().toNanos()) {
                    fail();
                }
            }
            case CONNECTED -> {
                if (nowNs - path.heardNs() > deadlines.consent().toNanos()) {
                    enter(Stage.DISCONNECTED);
                    room.disconnected(this);
                }
            }
            case DISCONNECTED, FAILED -> {
                return inStage > deadlines.orphan().toNanos();
            }
            case CLOSED -> {}
        }
        return false;
    }

    /** Nothing more in or out; the server is told and closes it. */
    void fail() {
        if (hasEnded()) {
            return;
        }
        boolean wasConnected = stage == Stage.CONNECTED;
        enter(Stage.FAILED);
        release();
        if (wasConnected) {
            room.disconnected(this);
        }
    }

    void close() {
        if (stage != Stage.CLOSED) {
            stage = Stage.CLOSED;
            release();
        }
    }

    private void enter(Stage next) {
        stage = next;
        sinceNs = loop.now();
        room.stateChanged(this);
    }

    private void release() {
        secured = false;
        path.release();
        media.release();
        dtls.release();
    }
}

package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.NodeEvent.SentTrack;
import chat.tertulia.control.NodeEvent.TransportStats;
import chat.tertulia.media.bwe.BandwidthEstimator;
import chat.tertulia.media.data.DataPeer;
import chat.tertulia.media.rtp.PacketKind;
import chat.tertulia.media.stats.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All media of one peer connection: what it sends us and what we send it. */
final class Transport {
    static final long STATS_NS = 5_000_000_000L;

    private final RoomState room;
    private final String id;
    private final int handle;
    private final String participantId;
    private final ReceiveSide receiveSide;
    private final SendSide sendSide;
    private final Feedback feedback;
    private final PathQuality quality = new PathQuality();
    private final RtpInput rtpInput;
    private final RtcpInput rtcpInput;
    private final RtcpOutput rtcpOutput;
    private @Nullable DataPeer data;
    private long packetsIn;
    private long statsDueNs;

    Transport(RoomState room, int handle, String id, String participantId, long nowNs) {
        this.room = room;
        this.id = id;
        this.handle = handle;
        this.participantId = participantId;
        receiveSide = new ReceiveSide(room, participantId);
        sendSide = new SendSide(room, handle, id);
        feedback = new Feedback(room);
        rtpInput = new RtpInput(room, receiveSide, feedback);
        rtcpInput = new RtcpInput(this, room);
        rtcpOutput = new RtcpOutput(this, room);
        statsDueNs = nowNs + STATS_NS;
    }

    String id() {
        return id;
    }

    int handle() {
        return handle;
    }

    String participantId() {
        return participantId;
    }

    /** Its data channels; null while it carries none. */
    @Nullable
    DataPeer data() {
        return data;
    }

    void carry(DataPeer channels) {
        data = channels;
    }

    ReceiveSide receiveSide() {
        return receiveSide;
    }

    SendSide sendSide() {
        return sendSide;
    }

    Feedback feedback() {
        return feedback;
    }

    PathQuality quality() {
        return quality;
    }

    void connected(long nowNs) {
        sendSide.connected(nowNs);
        rtcpOutput.start(nowNs);
        statsDueNs = nowNs + STATS_NS;
        room.wakeAt(statsDueNs);
    }

    void disconnected() {
        sendSide.disconnected();
    }

    void close(long nowNs) {
        sendSide.close(nowNs);
        receiveSide.close(nowNs);
    }

    void receive(byte[] packet, int offset, int length, long nowNs) {
        packetsIn++;
        switch (PacketKind.of(packet, offset, length)) {
            case RTP -> rtpInput.receive(packet, offset, length, nowNs);
            case RTCP -> rtcpInput.receive(packet, offset, length, nowNs);
            case NEITHER -> room.counters().drop(DropReason.MALFORMED);
        }
    }

    void timeout(long nowNs) {
        if (!sendSide.connected()) {
            return;
        }
        rtcpOutput.timeout(nowNs);
        receiveSide.tellDemand(nowNs);
        sendSide.downlink().timeout(nowNs);
        if (statsDueNs <= nowNs) {
            statsDueNs = nowNs + STATS_NS;
            room.events().add(stats(nowNs));
        }
        room.wakeAt(statsDueNs);
    }

    private TransportStats stats(long nowNs) {
        BandwidthEstimator estimator = sendSide.downlink().estimator();
        return new TransportStats(
                room.roomId(),
                id,
                packetsIn,
                sendSide.packetsOut(),
                quality.lossIn(),
                quality.lossOut(),
                quality.rttMs(),
                quality.jitterMs(),
                estimator.limits() ? estimator.estimate() : 0,
                estimator.sentBps(nowNs),
                sendSide.downlink().pacer().waitNs(nowNs) / 1e6,
                sentTracks());
    }

    private List<SentTrack> sentTracks() {
        List<SentTrack> tracks = new ArrayList<>();
        for (Sender sender : sendSide.senders()) {
            if (sender.kind() == MediaKind.VIDEO && tracks.size() < TransportStats.MAX_TRACKS) {
                SentReport report = sender.report();
                tracks.add(new SentTrack(
                        sender.track().id(),
                        sender.layer(),
                        sender.flowBps(),
                        report.nacks(),
                        report.keyframeRequests()));
            }
        }
        return tracks;
    }
}

package chat.tertulia.voice.signal;

import chat.tertulia.voice.turn.TurnServers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitModels.DataTrackInfo;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ServerInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRtc.DataTrackSubscriberHandles;
import livekit.LivekitRtc.ICEServer;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MediaSectionsRequirement;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.ParticipantUpdate;
import livekit.LivekitRtc.Pong;
import livekit.LivekitRtc.PublishDataTrackResponse;
import livekit.LivekitRtc.ReconnectResponse;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SubscribedCodec;
import livekit.LivekitRtc.SubscribedQuality;
import livekit.LivekitRtc.SubscribedQualityUpdate;
import livekit.LivekitRtc.SubscriptionPermissionUpdate;
import livekit.LivekitRtc.TrackPublishedResponse;
import livekit.LivekitRtc.TrackSubscribed;
import livekit.LivekitRtc.TrackUnpublishedResponse;
import livekit.LivekitRtc.UnpublishDataTrackResponse;

/** Responses as the protocol wants them. */
final class SignalMessages {
    /** What clients are told; they look at it to know which features a server has. Not 0.15.1: they fear that one. */
    static final String VERSION = "1.9.0";

    private static final int PROTOCOL = 16;

    private SignalMessages() {}

    static ServerInfo server(String nodeId) {
        return ServerInfo.newBuilder()
                .setVersion(VERSION)
                .setProtocol(PROTOCOL)
                .setNodeId(nodeId)
                .build();
    }

    static SignalResponse leave(DisconnectReason reason, LeaveRequest.Action action) {
        return SignalResponse.newBuilder()
                .setLeave(LeaveRequest.newBuilder()
                        .setReason(reason)
                        .setAction(action)
                        .setCanReconnect(action != LeaveRequest.Action.DISCONNECT))
                .build();
    }

    /** @param lastSequence clients send their later reliable messages again, also those they kept while they were away */
    static SignalResponse reconnect(String nodeId, int lastSequence, List<ICEServer> iceServers) {
        return SignalResponse.newBuilder()
                .setReconnect(ReconnectResponse.newBuilder()
                        .setServerInfo(server(nodeId))
                        .setLastMessageSeq(lastSequence)
                        .addAllIceServers(iceServers))
                .build();
    }

    static ICEServer iceServer(TurnServers.Ticket ticket) {
        return ICEServer.newBuilder()
                .addAllUrls(ticket.urls())
                .setUsername(ticket.username())
                .setCredential(ticket.credential())
                .build();
    }

    static SignalResponse token(String token) {
        return SignalResponse.newBuilder().setRefreshToken(token).build();
    }

    static SignalResponse update(Collection<ParticipantInfo> participants) {
        return SignalResponse.newBuilder()
                .setUpdate(ParticipantUpdate.newBuilder().addAllParticipants(participants))
                .build();
    }

    static SignalResponse answer(String sdp, int id, Map<String, String> midToTrackId) {
        return SignalResponse.newBuilder()
                .setAnswer(SessionDescription.newBuilder()
                        .setType("answer")
                        .setSdp(sdp)
                        .setId(id)
                        .putAllMidToTrackId(midToTrackId))
                .build();
    }

    static SignalResponse offer(String sdp, int id, Map<String, String> midToTrackId) {
        return SignalResponse.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setType("offer")
                        .setSdp(sdp)
                        .setId(id)
                        .putAllMidToTrackId(midToTrackId))
                .build();
    }

    static SignalResponse trackPublished(String cid, TrackInfo track) {
        return SignalResponse.newBuilder()
                .setTrackPublished(
                        TrackPublishedResponse.newBuilder().setCid(cid).setTrack(track))
                .build();
    }

    static SignalResponse trackUnpublished(String sid) {
        return SignalResponse.newBuilder()
                .setTrackUnpublished(TrackUnpublishedResponse.newBuilder().setTrackSid(sid))
                .build();
    }

    static SignalResponse trackSubscribed(String sid) {
        return SignalResponse.newBuilder()
                .setTrackSubscribed(TrackSubscribed.newBuilder().setTrackSid(sid))
                .build();
    }

    /**
     * Which layers the publisher need not send. Nothing for a track of one layer.
     *
     * @param layer the best that is wanted, -1 for none
     */
    static Optional<SignalResponse> wantedLayers(Publication publication, int layer) {
        if (publication.layers().size() < 2) {
            return Optional.empty();
        }
        SubscribedCodec.Builder codec = SubscribedCodec.newBuilder().setCodec(publication.codec());
        for (int i = 0; i < publication.layers().size(); i++) {
            codec.addQualities(SubscribedQuality.newBuilder()
                    .setQualityValue(publication.layers().get(i).getQualityValue())
                    .setEnabled(i <= layer));
        }
        return Optional.of(SignalResponse.newBuilder()
                .setSubscribedQualityUpdate(SubscribedQualityUpdate.newBuilder()
                        .setTrackSid(publication.sid())
                        .addSubscribedCodecs(codec))
                .build());
    }

    static SignalResponse permission(Publication publication, boolean permitted) {
        return SignalResponse.newBuilder()
                .setSubscriptionPermissionUpdate(SubscriptionPermissionUpdate.newBuilder()
                        .setParticipantSid(publication.publisherSid())
                        .setTrackSid(publication.sid())
                        .setAllowed(permitted))
                .build();
    }

    static SignalResponse dataPublished(DataTrackInfo info) {
        return SignalResponse.newBuilder()
                .setPublishDataTrackResponse(
                        PublishDataTrackResponse.newBuilder().setInfo(info))
                .build();
    }

    static SignalResponse dataUnpublished(DataTrackInfo info) {
        return SignalResponse.newBuilder()
                .setUnpublishDataTrackResponse(
                        UnpublishDataTrackResponse.newBuilder().setInfo(info))
                .build();
    }

    static SignalResponse dataHandles(DataTrackSubscriberHandles handles) {
        return SignalResponse.newBuilder()
                .setDataTrackSubscriberHandles(handles)
                .build();
    }

    static SignalResponse wantedCodecs(SubscribedQualityUpdate update) {
        return SignalResponse.newBuilder().setSubscribedQualityUpdate(update).build();
    }

    static SignalResponse mute(String sid, boolean muted) {
        return SignalResponse.newBuilder()
                .setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(muted))
                .build();
    }

    /** Both zero is legal and means: offer again. */
    static SignalResponse sections(int audios, int videos) {
        return SignalResponse.newBuilder()
                .setMediaSectionsRequirement(MediaSectionsRequirement.newBuilder()
                        .setNumAudios(audios)
                        .setNumVideos(videos))
                .build();
    }

    static SignalResponse request(RequestResponse.Builder response) {
        return SignalResponse.newBuilder().setRequestResponse(response).build();
    }

    static SignalResponse pong(long clientTimestamp, long now) {
        return SignalResponse.newBuilder()
                .setPongResp(
                        Pong.newBuilder().setLastPingTimestamp(clientTimestamp).setTimestamp(now))
                .build();
    }

    static SignalResponse oldPong(long now) {
        return SignalResponse.newBuilder().setPong(now).build();
    }
}

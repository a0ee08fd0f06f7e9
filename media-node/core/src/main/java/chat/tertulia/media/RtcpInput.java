package chat.tertulia.media;

import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtcp.TransportFeedbackView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;

/** What a peer says by RTCP: of its own media as a publisher, and of ours as a receiver. */
final class RtcpInput {
    private final RoomState room;
    private final ReceiveSide receive;
    private final SendSide send;
    private final PathQuality quality;
    private final RtcpView view = new RtcpView();
    private final TransportFeedbackView feedback = new TransportFeedbackView();

    RtcpInput(Transport transport, RoomState room) {
        this.room = room;
        receive = transport.receiveSide();
        send = transport.sendSide();
        quality = transport.quality();
    }

    void receive(byte[] packet, int offset, int length, long nowNs) {
        room.counters().count(Counter.RTCP_IN);
        if (view.wrap(packet, offset, length) != Verdict.WELL_FORMED) {
            room.counters().drop(DropReason.MALFORMED);
            return;
        }
        while (view.next()) {
            switch (view.type()) {
                case RtcpView.SENDER_REPORT, RtcpView.RECEIVER_REPORT -> report(nowNs);
                case RtcpView.TRANSPORT_FEEDBACK -> transportFeedback(nowNs);
                case RtcpView.PAYLOAD_FEEDBACK -> payloadFeedback(nowNs);
                default -> {} // BYE is no reason to forget a stream: signalling tells, or it falls silent
            }
        }
    }

    private void report(long nowNs) {
        if (view.isSenderReport() && receive.source(view.senderSsrc()) instanceof Source.Stream stream) {
            stream.clock().report(view.ntp(), view.rtpTimestamp(), nowNs);
            room.border().relayClock(stream);
        }
        int worst = -1;
        for (int i = 0; i < view.reports(); i++) {
            Sender sender = send.bySsrc(view.reportedSsrc(i));
            if (sender == null) {
                continue;
            }
            quality.lostOnTheWayOut(view.fractionLost(i));
            worst = Math.max(worst, view.fractionLost(i));
            long rttNs = sender.report().rttNs(view.lastSenderReport(i), view.delaySinceLastSenderReport(i), nowNs);
            if (rttNs >= 0) {
                quality.roundTrip(rttNs);
            }
        }
        if (worst >= 0) {
            send.downlink().reportedLoss(worst / 256.0, nowNs);
        }
    }

    private void transportFeedback(long nowNs) {
        if (view.count() == TransportFeedbackView.FORMAT) {
            congestionFeedback(nowNs);
            return;
        }
        if (view.count() != RtcpView.NACK || !view.isFeedback()) {
            return;
        }
        Sender sender = send.bySsrc(view.mediaSsrc());
        if (sender == null) {
            return;
        }
        for (int i = 0; i < view.nackItems(); i++) {
            int packetId = view.nackPacketId(i);
            int mask = view.nackMask(i);
            room.counters().count(Counter.NACKS_IN, 1 + Integer.bitCount(mask));
            sender.report().nacked(1 + Integer.bitCount(mask));
            sender.resend(packetId, nowNs);
            for (; mask != 0; mask &= mask - 1) {
                sender.resend((packetId + 1 + Integer.numberOfTrailingZeros(mask)) & 0xffff, nowNs);
            }
        }
    }

    private void congestionFeedback(long nowNs) {
        if (feedback.wrap(view.array(), view.offset(), view.length()) == Verdict.WELL_FORMED) {
            send.downlink().feedback(feedback, nowNs);
        } else {
            room.counters().drop(DropReason.MALFORMED);
        }
    }

    private void payloadFeedback(long nowNs) {
        if (!view.isFeedback()) {
            return;
        }
        switch (view.count()) {
            case RtcpView.PLI -> keyframe(view.mediaSsrc(), nowNs);
            case RtcpView.FIR -> {
                for (int i = 0; i < view.firEntries(); i++) {
                    keyframe(view.firSsrc(i), nowNs);
                }
            }
            case RtcpView.APPLICATION -> {
                if (view.rembBitrate() >= 0) {
                    send.downlink().remb(view.rembBitrate(), nowNs);
                }
            }
            default -> {} // slice loss, picture selection: a keyframe will be asked for anyway
        }
    }

    private void keyframe(int ssrc, long nowNs) {
        room.counters().count(Counter.KEYFRAME_REQUESTS_IN);
        Sender sender = send.bySsrc(ssrc);
        if (sender != null) {
            sender.keyframeRequested(nowNs);
        }
    }
}

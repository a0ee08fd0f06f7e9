package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.media.nack.GapTracker;
import chat.tertulia.media.rtcp.ReportBlock;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.Reception;

/** What one transport is told by RTCP, and when. */
final class RtcpOutput {
    static final long REPORT_NS = 1_000_000_000L;

    private static final int LONGEST_CNAME_CHUNK = 80;

    private final RoomState room;
    private final ReceiveSide receive;
    private final SendSide send;
    private final Feedback feedback;
    private final PathQuality quality;
    private final Compound compound;
    private final int localSsrc;
    private final int[] missing = new int[GapTracker.MAX_GAP];
    private long reportDueNs;

    RtcpOutput(Transport transport, RoomState room) {
        this.room = room;
        receive = transport.receiveSide();
        send = transport.sendSide();
        feedback = transport.feedback();
        quality = transport.quality();
        localSsrc = room.random().nextInt();
        compound = new Compound(room, send, localSsrc);
    }

    void start(long nowNs) {
        // Spread over the interval, or all transports of a room would report in the same millisecond.
        reportDueNs = nowNs + REPORT_NS / 2 + room.random().nextLong(REPORT_NS / 2);
        room.wakeAt(reportDueNs);
    }

    void timeout(long nowNs) {
        if (reportDueNs <= nowNs) {
            reportDueNs = nowNs + REPORT_NS;
            reportReception(nowNs);
            reportSending(nowNs);
        }
        for (int i = 0; i < receive.sections().size(); i++) {
            askPublisher(receive.sections().get(i), nowNs);
        }
        if (feedback.dueNs() <= nowNs) {
            feedback.write(compound, localSsrc);
        }
        compound.flush();
        room.wakeAt(Math.min(reportDueNs, feedback.dueNs()));
    }

    private void askPublisher(Section section, long nowNs) {
        for (int layer = 0; layer < section.layers(); layer++) {
            Source.Stream stream = section.stream(layer);
            if (stream != null) {
                askMissing(stream, nowNs);
                askKeyframe(stream, nowNs);
            }
        }
    }

    private void askMissing(Source.Stream stream, long nowNs) {
        if (stream.gaps().size() == 0) {
            return;
        }
        int count = stream.gaps().takeDue(nowNs, quality.rttNs(), missing);
        if (count > 0) {
            int worst = RtcpWriter.NACK_HEADER_BYTES + 4 * count;
            RtcpWriter writer = compound.withRoom(worst);
            writer.nack(localSsrc, stream.ssrc(), missing, count);
            room.counters().count(Counter.NACKS_OUT, count);
        }
        room.wakeAt(stream.gaps().dueNs());
    }

    private void askKeyframe(Source.Stream stream, long nowNs) {
        if (!stream.keyframes().pending()) {
            return;
        }
        if (stream.keyframes().dueNs() <= nowNs) {
            Track track = stream.section().track();
            if (track == null || !track.wanted(stream)) {
                stream.keyframes().settled();
                return;
            }
            compound.withRoom(RtcpWriter.PLI_BYTES).pictureLoss(localSsrc, stream.ssrc());
            stream.keyframes().sent(nowNs);
            room.counters().count(Counter.KEYFRAME_REQUESTS_OUT);
        }
        room.wakeAt(stream.keyframes().dueNs());
    }

    private void reportReception(long nowNs) {
        RtcpWriter writer = null;
        int blocks = 0;
        for (Section section : receive.sections()) {
            for (int layer = 0; layer < section.layers(); layer++) {
                Source.Stream stream = section.stream(layer);
                if (stream == null) {
                    continue;
                }
                stream.cache().evict(nowNs);
                Reception reception = stream.reception();
                if (reception.closeInterval() && blocks++ < RtcpWriter.MAX_REPORTS) {
                    quality.received(reception, section.kind() == MediaKind.VIDEO ? 90_000 : 48_000);
                    if (writer == null) {
                        writer = compound.writer();
                        writer.receiverReport(localSsrc);
                    }
                    writer.reportBlock(block(stream, nowNs));
                }
            }
        }
        if (writer != null) {
            compound.closeHead();
        }
    }

    private static ReportBlock block(Source.Stream stream, long nowNs) {
        Reception reception = stream.reception();
        return new ReportBlock(
                stream.ssrc(),
                reception.fractionLost(),
                reception.cumulativeLost(),
                reception.highestSequence(),
                reception.jitter(),
                stream.clock().middle(),
                stream.clock().delaySince(nowNs));
    }

    /** Lip sync: times are the publisher's, timestamps ours, so audio and video of one publisher stay on one clock. */
    private void reportSending(long nowNs) {
        boolean begun = false;
        for (Sender sender : send.senders()) {
            Source.Stream stream = sender.source();
            if (stream == null || !stream.clock().known() || !sender.report().due()) {
                continue;
            }
            int size = RtcpWriter.SENDER_REPORT_BYTES + LONGEST_CNAME_CHUNK;
            RtcpWriter writer = begun && compound.room() >= size ? compound.withRoom(size) : compound.writer();
            begun = true;
            long ntp = stream.clock().ntpAt(nowNs);
            int timestamp = stream.clock().timestampNow(nowNs, sender.clockRate())
                    + sender.projection().timestampOffset();
            SentReport report = sender.report();
            writer.senderReport(sender.ssrc(), ntp, timestamp, report.packets(), report.octets());
            writer.sourceDescription(sender.ssrc(), sender.track().cname());
            report.reported(ntp, nowNs);
        }
    }
}

package chat.tertulia.fuzz;

import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtp.Verdict;

/** Every field of every packet of a compound. */
final class RtcpTarget {
    private RtcpTarget() {}

    static void run(byte[] data) {
        RtcpView view = new RtcpView();
        if (view.wrap(data, 0, data.length) != Verdict.WELL_FORMED) {
            return;
        }
        int packets = 0;
        while (view.next()) {
            packets++;
            Broken.unless(packets <= data.length / 4, "a compound ends");
            read(view);
        }
    }

    private static long read(RtcpView view) {
        long sum = view.type() + view.count() + view.senderSsrc() + view.rembBitrate();
        if (view.isSenderReport()) {
            sum += view.ntp() + view.rtpTimestamp();
        }
        for (int i = 0; i < view.reports(); i++) {
            sum += view.reportedSsrc(i) + view.fractionLost(i) + view.cumulativeLost(i);
            sum += view.lastSenderReport(i) + view.delaySinceLastSenderReport(i);
        }
        if (view.isFeedback()) {
            sum += view.mediaSsrc();
            for (int i = 0; i < view.nackItems(); i++) {
                sum += view.nackPacketId(i) + view.nackMask(i);
            }
            for (int i = 0; i < view.firEntries(); i++) {
                sum += view.firSsrc(i);
            }
        }
        return sum;
    }
}

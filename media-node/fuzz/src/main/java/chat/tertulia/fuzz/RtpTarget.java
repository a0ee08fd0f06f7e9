package chat.tertulia.fuzz;

import chat.tertulia.media.rtp.PacketKind;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.rtx.RtxPayload;

/** Header, CSRCs, extensions in both forms, padding; and the same as a retransmission. */
final class RtpTarget {
    private static final int LARGEST = 1600;

    private RtpTarget() {}

    static void run(byte[] data) {
        var _ = PacketKind.of(data, 0, data.length);
        RtpView view = new RtpView();
        if (data.length > LARGEST || view.wrap(data, 0, data.length) != Verdict.WELL_FORMED) {
            return;
        }
        inside(view, data.length);
        RtpView copy = new RtpView();
        copy.copyFrom(view, data, 0);
        inside(copy, data.length);
        RtpView original = new RtpView();
        if (RtxPayload.holdsPacket(view)
                && new RtxPayload(LARGEST).unwrap(view, 7, 96, original) == Verdict.WELL_FORMED) {
            inside(original, data.length);
            Broken.unless(original.sequence() == RtxPayload.originalSequence(view), "the OSN is the sequence number");
            Broken.unless(original.payloadLength() == view.payloadLength() - 2, "the OSN alone is taken away");
        }
    }

    private static void inside(RtpView view, int size) {
        Broken.unless(view.payloadLength() >= 0, "a payload is not shorter than nothing");
        Broken.unless(view.payloadOffset() + view.payloadLength() <= size, "the payload is inside");
        for (int i = 0; i < view.elements(); i++) {
            Broken.unless(view.elementOffset(i) >= RtpView.FIXED_HEADER_BYTES, "an element is behind the header");
            Broken.unless(
                    view.elementOffset(i) + view.elementLength(i) <= view.payloadOffset(), "an element is inside");
        }
        var _ = view.marker() ? view.ssrc() + view.timestamp() : view.sequence() + view.payloadType();
    }
}

package chat.tertulia.media;

import chat.tertulia.media.RecordedFrames.Frame;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one receiver's decoder makes of what it got: every hole, every number used twice, every frame it cannot decode is a fault. */
final class RecordedView {
    private record Arrived(int index, boolean empty, boolean marker, int timestamp) {}

    private final RecordedFrames frames;
    private final List<String> faults = new ArrayList<>();
    private final TreeMap<Long, Arrived> bySequence = new TreeMap<>();
    private final Set<RecordedFrames.Id> decoded = new HashSet<>();
    private final List<Frame> shown = new ArrayList<>();
    private int empties;

    RecordedView(RecordedFrames frames, List<TestRoom.Sent> sent) {
        this.frames = frames;
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        for (TestRoom.Sent each : sent) {
            RtpView rtp = each.rtp();
            if (rtp.payloadType() != RecordedCall.RTX) {
                arrive(unwrapper.unwrap(rtp.sequence()), rtp, each.packet());
            }
        }
        checkNumbers();
        decode();
        checkMarkers();
    }

    private void arrive(long sequence, RtpView rtp, byte[] packet) {
        int index = -1;
        for (int i = 0; i < rtp.elements(); i++) {
            index = rtp.elementId(i) == Recording.INDEX_ID ? NetworkOrder.i32(packet, rtp.elementOffset(i)) : index;
        }
        Arrived arrived = new Arrived(index, rtp.payloadLength() == 0, rtp.marker(), rtp.timestamp());
        Arrived before = bySequence.put(sequence, arrived);
        empties += arrived.empty() ? 1 : 0;
        if (before != null) {
            faults.add("number " + sequence + " for packets " + before.index() + " and " + index);
        }
    }

    private void checkNumbers() {
        long last = -1;
        for (long sequence : bySequence.keySet()) {
            if (last >= 0 && sequence != last + 1) {
                faults.add("a hole of " + (sequence - last - 1) + " before " + sequence);
            }
            last = sequence;
        }
    }

    private void decode() {
        Map<RecordedFrames.Id, Integer> got = new HashMap<>();
        for (Arrived arrived : bySequence.values()) {
            if (arrived.empty()) {
                continue;
            }
            Frame frame = frames.ofPacket(arrived.index());
            int packets = got.merge(frame.id(), 1, Integer::sum);
            if (packets == frame.packets().size()) {
                show(frame);
            }
        }
        got.forEach((id, packets) -> {
            if (!decoded.contains(id) && frameOf(id).ended()) {
                faults.add("frame " + id + " has " + packets + " packets of "
                        + frameOf(id).packets().size());
            }
        });
    }

    private Frame frameOf(RecordedFrames.Id id) {
        return frames.all().stream()
                .filter(frame -> frame.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void show(Frame frame) {
        if (!decoded.containsAll(frame.needs())) {
            faults.add("frame " + frame.id() + " S" + frame.spatial() + "T" + frame.temporal() + " lacks one of "
                    + frame.needs());
        }
        decoded.add(frame.id());
        shown.add(frame);
    }

    /**
     * The last packet of a picture, and no other, carries the marker. Only in the picture in which a layer appears that was not
     * there before, nobody can know that it will.
     */
    private void checkMarkers() {
        Arrived last = null;
        int top = 0;
        int formerTop = 0;
        for (Arrived arrived : bySequence.values()) {
            if (arrived.empty()) {
                continue;
            }
            boolean samePicture = last != null && arrived.timestamp() == last.timestamp();
            int spatial = frames.ofPacket(arrived.index()).spatial();
            if (!samePicture) {
                formerTop = top;
                top = 0;
            }
            top = Math.max(top, spatial);
            boolean rises = samePicture && spatial > formerTop;
            if (last != null && last.marker() == samePicture && !rises) {
                faults.add("marker " + last.marker() + " at packet " + last.index());
            }
            last = arrived;
        }
    }

    List<String> faults() {
        return faults;
    }

    /** Numbers without content, for packets that came late and were of no use. */
    int empties() {
        return empties;
    }

    List<Frame> shown() {
        return shown;
    }

    /** Timestamps of the pictures that were decoded in exactly this spatial layer, from that one on. */
    Set<Integer> pictures(int spatial, int from) {
        Set<Integer> pictures = new TreeSet<>();
        for (Frame frame : shown) {
            if (frame.spatial() == spatial && frame.timestamp() - from >= 0) {
                pictures.add(frame.timestamp());
            }
        }
        return pictures;
    }
}

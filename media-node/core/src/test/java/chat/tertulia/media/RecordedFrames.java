package chat.tertulia.media;

import chat.tertulia.media.codec.DependencyDescriptor;
import chat.tertulia.media.codec.FrameDependencies;
import chat.tertulia.media.codec.FrameFacts;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the browser itself says of the frames of a recording: which packets they have, and which frames they need. */
final class RecordedFrames {
    record Id(int ssrc, int number) {}

    static final class Frame {
        private final Id id;
        private final int spatial;
        private final int temporal;
        private final int timestamp;
        private final boolean keyframe;
        private final List<Id> needs = new ArrayList<>();
        private final List<Integer> packets = new ArrayList<>();
        private boolean ended;

        Frame(Id id, FrameFacts facts, int timestamp) {
            this.id = id;
            this.spatial = facts.spatial();
            this.temporal = facts.temporal();
            this.timestamp = timestamp;
            keyframe = facts.keyframe();
            FrameDependencies dependencies = facts.dependencies();
            for (int i = 0; i < dependencies.referenceCount(); i++) {
                needs.add(new Id(id.ssrc(), (id.number() - dependencies.reference(i)) & 0xffff));
            }
        }

        Id id() {
            return id;
        }

        int spatial() {
            return spatial;
        }

        int temporal() {
            return temporal;
        }

        int timestamp() {
            return timestamp;
        }

        boolean keyframe() {
            return keyframe;
        }

        List<Id> needs() {
            return needs;
        }

        List<Integer> packets() {
            return packets;
        }

        boolean ended() {
            return ended;
        }
    }

    private final Map<Id, Frame> frames = new LinkedHashMap<>();
    private final Map<Integer, Frame> byPacket = new HashMap<>();

    RecordedFrames(Recording recording) {
        int id = recording.idOf(Extensions.DEPENDENCY_DESCRIPTOR_URI);
        Map<Integer, DependencyDescriptor> readers = new HashMap<>();
        FrameFacts facts = new FrameFacts();
        RtpView view = new RtpView();
        for (Recording.Packet packet : recording.packets()) {
            view.wrap(packet.bytes(), 0, packet.bytes().length);
            facts.clear();
            for (int i = 0; i < view.elements(); i++) {
                if (view.elementId(i) == id) {
                    readers.computeIfAbsent(packet.ssrc(), _ -> new DependencyDescriptor())
                            .read(packet.bytes(), view.elementOffset(i), view.elementLength(i), packet.index(), facts);
                }
            }
            if (facts.dependencies().known()) {
                Frame frame = frames.computeIfAbsent(
                        new Id(packet.ssrc(), facts.dependencies().frameNumber()),
                        name -> new Frame(name, facts, packet.timestamp()));
                frame.packets.add(packet.index());
                frame.ended |= facts.ends();
                byPacket.put(packet.index(), frame);
            }
        }
    }

    List<Frame> all() {
        return List.copyOf(frames.values());
    }

    Frame ofPacket(int index) {
        Frame frame = byPacket.get(index);
        if (frame == null) {
            throw new IllegalArgumentException("Packet " + index + " does not say what frame it is of");
        }
        return frame;
    }
}

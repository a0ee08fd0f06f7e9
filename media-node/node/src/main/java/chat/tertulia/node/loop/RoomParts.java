package chat.tertulia.node.loop;

import java.util.List;
import java.util.stream.Stream;

/**
 * On which loops one room is, from its first transport to its last. The first part is at home; others follow while the room is
 * large. The control plane adds parts, loops read.
 */
public final class RoomParts {
    private final String roomId;
    private volatile List<MediaLoop> loops;

    public RoomParts(String roomId, MediaLoop home) {
        this.roomId = roomId;
        loops = List.of(home);
    }

    public String roomId() {
        return roomId;
    }

    public MediaLoop home() {
        return loops.getFirst();
    }

    /** By part. A part never goes before the room does. */
    public List<MediaLoop> loops() {
        return loops;
    }

    /** Not by two at a time. */
    public void add(MediaLoop loop) {
        List<MediaLoop> former = loops;
        if (!former.contains(loop)) {
            loops = Stream.concat(former.stream(), Stream.of(loop)).toList();
        }
    }

    int part(MediaLoop loop) {
        int part = loops.indexOf(loop);
        if (part < 0) {
            throw new IllegalStateException("A loop without a part of this room");
        }
        return part;
    }

    boolean split() {
        return loops.size() > 1;
    }
}

package chat.tertulia.node.loop;

import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one loop hands to another: packets in a ring of slots that are filled again and again, and notes between them, in the order
 * in which they were handed. One loop hands, one takes. A full ring takes no packet; notes are never lost, and whoever can wait
 * waits while too many do ({@link #behind}).
 */
final class Passage {
    static final int SLOTS = 1024;

    /** So much of notes may be under way before senders of data wait. */
    static final long MOST_NOTE_BYTES = 1 << 20;

    private static final int NOTE_BYTES = 256;

    /** What comes out at the other end. Called on the taking loop. */
    interface Taker {
        void packet(RoomParts room, int fromPart, RelayedPacket packet);

        void note(RoomParts room, int fromPart, Note note);
    }

    /** What is handed beside packets. */
    sealed interface Note {
        int bytes();

        /** The part exists from now on, or began anew. */
        record Joined() implements Note {
            @Override
            public int bytes() {
                return NOTE_BYTES;
            }
        }

        /** A bug has ended the part, and with it the room. */
        record Broken() implements Note {
            @Override
            public int bytes() {
                return NOTE_BYTES;
            }
        }

        /**
         * A packet of a transport has shown a bug: as at home, that ends the transport.
         *
         * @param transport its handle in the part that is told
         */
        record Harmful(int transport) implements Note {
            @Override
            public int bytes() {
                return NOTE_BYTES;
            }
        }

        record Told(RelayMessage message) implements Note {
            @Override
            public int bytes() {
                return NOTE_BYTES + (message instanceof RelayMessage.Data data ? data.bytes().length : 0);
            }
        }
    }

    private static final class Slot {
        private final RelayedPacket packet = new RelayedPacket();
        private @Nullable RoomParts room;
        private int part;
    }

    /** @param after so many packets that were handed before it */
    private record Waiting(long after, RoomParts room, int part, Note note) {}

    private final MediaLoop to;
    private final Slot[] slots = new Slot[SLOTS];
    private final Queue<Waiting> notes = new ConcurrentLinkedQueue<>();
    private final AtomicLong handed = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong noteBytesTaken = new AtomicLong();
    // The handing loop's own:
    private long next;
    private long takenAtLeast;
    private long noteBytesHanded;
    private boolean sleeping;
    // The taking loop's own:
    private long at;

    Passage(MediaLoop to) {
        this.to = to;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    // On the handing loop

    /** Room for a packet, which is to be filled and handed before anything else; null when there is none. */
    @Nullable
    RelayedPacket claim(RoomParts room, int part) {
        if (next - takenAtLeast == SLOTS) {
            takenAtLeast = taken.getAcquire();
            if (next - takenAtLeast == SLOTS) {
                return null;
            }
        }
        Slot slot = slots[(int) next & (SLOTS - 1)];
        slot.room = room;
        slot.part = part;
        return slot.packet;
    }

    void hand() {
        handed.setRelease(++next);
        sleeping = true;
    }

    void note(RoomParts room, int part, Note note) {
        noteBytesHanded += note.bytes();
        notes.add(new Waiting(next, room, part, note));
        sleeping = true;
    }

    boolean behind() {
        return noteBytesHanded - noteBytesTaken.getAcquire() > MOST_NOTE_BYTES;
    }

    /** After a batch: the other loop learns that there is something, once. */
    void wake() {
        if (sleeping) {
            sleeping = false;
            to.wake();
        }
    }

    // On the taking loop

    boolean isEmpty() {
        return handed.get() == at && notes.isEmpty();
    }

    /** At most so many, in order. */
    void take(int most, Taker taker) {
        long available = handed.getAcquire();
        for (int i = 0; i < most; i++) {
            Waiting first = notes.peek();
            if (first != null && first.after() <= at) {
                notes.remove();
                noteBytesTaken.setRelease(
                        noteBytesTaken.getPlain() + first.note().bytes());
                taker.note(first.room(), first.part(), first.note());
            } else if (at < available) {
                takePacket(taker);
            } else {
                available = handed.getAcquire();
                if (at == available) {
                    return;
                }
            }
        }
    }

    private void takePacket(Taker taker) {
        Slot slot = slots[(int) at & (SLOTS - 1)];
        RoomParts room = slot.room;
        slot.room = null; // a room that is no more shall not be held
        try {
            if (room != null) {
                taker.packet(room, slot.part, slot.packet);
            }
        } finally {
            taken.setRelease(++at);
        }
    }
}

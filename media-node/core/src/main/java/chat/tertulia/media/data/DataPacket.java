package chat.tertulia.media.data;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * LiveKit's DataPacket as a participant sent it. Only one known value is taken, and whatever it says of its sender is replaced,
 * in the packet and in the user packet inside: receivers can believe it.
 */
public sealed interface DataPacket {
    /**
     * @param destinations identities; empty for everybody
     * @param sequence of a reliable packet, or 0
     * @param bytes what receivers get
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stamped(Set<String> destinations, long sequence, byte[] bytes) implements DataPacket {}

    record Refused(DataDrop why) implements DataPacket {}

    /** Who sends; both empty for one who is hidden. */
    final class Sender {
        private final byte[] sid;
        private final byte[] identity;

        public Sender(String sid, String identity) {
            this.sid = sid.getBytes(StandardCharsets.UTF_8);
            this.identity = identity.getBytes(StandardCharsets.UTF_8);
        }
    }

    int KIND = 1;
    int USER = 2;
    int PARTICIPANT_IDENTITY = 4;
    int DESTINATION_IDENTITIES = 5;
    int SIP_DTMF = 6;
    int FIRST_OF_CLIENTS = 9;
    int LAST_OF_CLIENTS = 15;
    int SEQUENCE = 16;
    int PARTICIPANT_SID = 17;
    int ENCRYPTED = 18;

    int USER_SID = 1;
    int USER_DESTINATION_SIDS = 3;
    int USER_IDENTITY = 5;
    int USER_DESTINATIONS = 6;

    int MAX_DESTINATIONS = 1_000;

    /** Total: any bytes give a packet or the reason why there is none. */
    static DataPacket read(byte[] bytes, int offset, int length, Sender sender, boolean reliable) {
        return new Reading(bytes, sender, reliable).read(offset, length);
    }

    /** Values that participants may send. Speakers (3) and metrics (8) are servers' words, transcriptions (7) agents'. */
    private static boolean ofClients(int number) {
        return number == USER
                || number == SIP_DTMF
                || number == ENCRYPTED
                || (number >= FIRST_OF_CLIENTS && number <= LAST_OF_CLIENTS);
    }

    /** One pass over one packet. */
    final class Reading {
        private final byte[] bytes;
        private final Sender sender;
        private final boolean reliable;
        private final Set<String> destinations = new HashSet<>();
        private final Set<String> userDestinations = new HashSet<>();
        private long sequence;
        private int values;
        private boolean foreign;
        private boolean malformed;

        private Reading(byte[] bytes, Sender sender, boolean reliable) {
            this.bytes = bytes;
            this.sender = sender;
            this.reliable = reliable;
        }

        private DataPacket read(int offset, int length) {
            int stamp = 2 * (sender.sid.length + sender.identity.length) + 8 * ProtoWriter.FIELD_OVERHEAD;
            ProtoWriter out = new ProtoWriter(length + stamp);
            ProtoReader field = new ProtoReader(bytes, offset, length);
            while (field.next()) {
                take(field, out, stamp);
            }
            if (malformed || field.malformed() || values > 1) {
                return new Refused(DataDrop.MALFORMED);
            }
            if (values == 0) {
                return new Refused(foreign ? DataDrop.FORBIDDEN_KIND : DataDrop.MALFORMED);
            }
            if (!reliable) {
                out.varint(KIND, 1);
            } else if (sequence != 0) {
                out.varint(SEQUENCE, sequence);
            }
            out.text(PARTICIPANT_IDENTITY, sender.identity);
            out.text(PARTICIPANT_SID, sender.sid);
            return new Stamped(destinations.isEmpty() ? userDestinations : destinations, sequence, out.toBytes());
        }

        private void take(ProtoReader field, ProtoWriter out, int stamp) {
            int number = field.number();
            boolean text = field.wire() == ProtoReader.LENGTH;
            switch (number) {
                case KIND, PARTICIPANT_IDENTITY, PARTICIPANT_SID -> {} // ours to say
                case DESTINATION_IDENTITIES -> {
                    address(field, destinations);
                    out.raw(bytes, field.fieldAt(), field.fieldLength());
                }
                case SEQUENCE -> {
                    malformed |= field.wire() != ProtoReader.VARINT;
                    sequence = reliable ? field.varint() & 0xffff_ffffL : 0;
                }
                case USER -> {
                    values++;
                    malformed |= !text;
                    // A second one would not fit, and is refused anyway.
                    if (text && values == 1) {
                        user(field, out, stamp);
                    }
                }
                default -> {
                    if (ofClients(number)) {
                        values++;
                        malformed |= !text;
                        out.raw(bytes, field.fieldAt(), field.fieldLength());
                    } else {
                        foreign = true;
                    }
                }
            }
        }

        private void user(ProtoReader packet, ProtoWriter out, int stamp) {
            ProtoWriter user = new ProtoWriter(packet.valueLength() + stamp);
            ProtoReader field = new ProtoReader(bytes, packet.valueAt(), packet.valueLength());
            while (field.next()) {
                switch (field.number()) {
                    case USER_SID, USER_IDENTITY, USER_DESTINATION_SIDS -> {}
                    case USER_DESTINATIONS -> address(field, userDestinations);
                    default -> user.raw(bytes, field.fieldAt(), field.fieldLength());
                }
            }
            malformed |= field.malformed();
            user.text(USER_SID, sender.sid);
            user.text(USER_IDENTITY, sender.identity);
            byte[] stamped = user.toBytes();
            out.bytes(USER, stamped, 0, stamped.length);
        }

        private void address(ProtoReader field, Set<String> to) {
            if (field.wire() != ProtoReader.LENGTH || to.size() == MAX_DESTINATIONS) {
                malformed = true;
            } else {
                to.add(new String(bytes, field.valueAt(), field.valueLength(), StandardCharsets.UTF_8));
            }
        }
    }
}

package chat.tertulia.node.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.node.peer.DtlsRecords;
import org.junit.jupiter.api.Test;

/** Fragments without content made a server look at them for ever; here the next datagram gets its turn. */
class PionCve2022_29190Test {
    @Test
    void shouldGetToTheNextDatagram() {
        try (LoneAssociation association = new LoneAssociation()) {
            for (int sequence = 0; sequence < 8; sequence++) {
                association.receive(DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, 100, sequence, 0, new byte[0]));
                association.receive(DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, 0, sequence, 0, new byte[0]));
                association.receive(DtlsRecords.record(DtlsRecords.HANDSHAKE, new byte[0]));
            }
            association.receive(DtlsRecords.clientHello());
            association.awaitAnswer();
            association.receive(DtlsRecords.record(DtlsRecords.ALERT, new byte[] {2, 40}));
            assertEquals(DtlsAssociation.Reason.REFUSED, association.awaitEnd());
        }
    }

    @Test
    void shouldDropFragmentsWithoutContent() {
        byte[] empty = DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, 100, 0, 0, new byte[0]);
        assertFalse(HandshakeBounds.hold(empty, empty.length));
    }
}

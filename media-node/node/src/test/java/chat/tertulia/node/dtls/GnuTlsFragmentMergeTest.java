package chat.tertulia.node.dtls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.peer.DtlsRecords;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Fragments of messages with different numbers were merged into one. */
class GnuTlsFragmentMergeTest {
    @Test
    void shouldMergeFragmentsOfOneMessageOnly() {
        byte[] body = DtlsRecords.body(DtlsRecords.clientHello());
        int half = body.length / 2;
        byte[] first = Arrays.copyOf(body, half);
        byte[] second = Arrays.copyOfRange(body, half, body.length);
        try (LoneAssociation association = new LoneAssociation()) {
            association.receive(DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, body.length, 0, 0, first));
            association.receive(DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, body.length, 1, half, second));
            association.awaitRead();
            assertFalse(association.hasAnswered());
            association.receive(DtlsRecords.fragment(DtlsRecords.CLIENT_HELLO, body.length, 0, half, second));
            association.awaitAnswer();
            assertTrue(association.hasAnswered());
        }
    }
}

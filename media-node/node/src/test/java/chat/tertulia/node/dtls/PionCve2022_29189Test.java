package chat.tertulia.node.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.peer.DtlsRecords;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Fragments that announce messages of 16 MiB each made a server set all of that aside. */
class PionCve2022_29189Test {
    private static final int HUGE = 0xFF_FFFF;
    private static final int MESSAGES = 17;

    @Test
    void shouldSetNothingAsideForWhatIsAnnounced() {
        try (LoneAssociation association = new LoneAssociation()) {
            // What classes and the first handshake cost is not counted.
            association.receive(DtlsRecords.clientHello());
            association.awaitAnswer();
            long before = allocated();
            for (int sequence = 1; sequence <= MESSAGES; sequence++) {
                association.receive(DtlsRecords.fragment(11, HUGE, sequence, 0, new byte[100]));
            }
            association.receive(DtlsRecords.record(DtlsRecords.ALERT, new byte[] {2, 40}));
            assertEquals(DtlsAssociation.Reason.REFUSED, association.awaitEnd());
            long spent = allocated() - before;
            assertTrue(spent < HUGE, "as much as one announcement: " + spent);
        }
    }

    @Test
    void shouldTakeWhatClientsReallySayAndNoMore() {
        byte[] longest = DtlsRecords.fragment(11, HandshakeBounds.LONGEST_MESSAGE, 1, 0, new byte[100]);
        byte[] tooLong = DtlsRecords.fragment(11, HandshakeBounds.LONGEST_MESSAGE + 1, 1, 0, new byte[100]);
        byte[] outside = DtlsRecords.fragment(11, 100, 1, 1, new byte[100]);
        assertTrue(HandshakeBounds.hold(longest, longest.length));
        assertFalse(HandshakeBounds.hold(tooLong, tooLong.length));
        assertFalse(HandshakeBounds.hold(outside, outside.length));
        byte[] two = DtlsRecords.together(longest, tooLong);
        assertFalse(HandshakeBounds.hold(two, two.length), "the second record counts as well");
        assertFalse(HandshakeBounds.hold(longest, longest.length - 1), "a record that is cut off");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}

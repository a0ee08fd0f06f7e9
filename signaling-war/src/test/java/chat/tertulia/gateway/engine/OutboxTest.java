package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox(100, 1000);

    @Test
    void shouldCountAFrameUntilItIsWritten() {
        outbox.add(new Frame.Text("4hello"), 0);
        int cost = new Frame.Text("4hello").cost();
        assertEquals(new Frame.Text("4hello"), outbox.next());
        assertEquals(cost, outbox.cost());
        assertNull(outbox.next());
        assertEquals(0, outbox.cost());
    }

    @Test
    void shouldOverflowByCost() {
        outbox.add(new Frame.Text("x".repeat(60)), 0);
        assertFalse(outbox.overflows(0));
        outbox.add(new Frame.Text("x".repeat(60)), 0);
        assertTrue(outbox.overflows(0));
    }

    @Test
    void shouldLetASingleFramePassWhateverItsSize() {
        outbox.add(new Frame.Text("x".repeat(5000)), 0);
        assertFalse(outbox.overflows(0));
    }

    @Test
    void shouldOverflowByTheAgeOfTheFrameThatIsBeingWritten() {
        outbox.add(new Frame.Text("4"), 0);
        outbox.next();
        assertFalse(outbox.overflows(1000));
        assertTrue(outbox.overflows(1001));
    }

    @Test
    void shouldFillAPayloadUpToItsLengthButNeverLeaveItEmpty() {
        outbox.add(new Frame.Text("4aaaa"), 0);
        outbox.add(new Frame.Binary(new byte[] {1, 2, 3, 4}), 0);
        outbox.add(new Frame.Text("4" + "x".repeat(50)), 0);
        assertEquals("4aaaa\u001ebAQIDBA==", outbox.payload(20));
        assertEquals("4" + "x".repeat(50), outbox.payload(20));
        assertNull(outbox.payload(20));
        assertEquals(0, outbox.cost());
    }
}

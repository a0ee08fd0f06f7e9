package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FunctionQueueTest {
    private static final Duration NONE = Duration.ZERO;

    @Test
    void shouldTurnAwayWhatDoesNotFitAndRememberIt() throws Exception {
        FunctionQueue queue = new FunctionQueue(2);

        assertTrue(queue.offer(Invocation.of("1")));
        assertTrue(queue.offer(Invocation.of("2")));
        assertFalse(queue.overflowed());
        assertFalse(queue.offer(Invocation.of("3")));

        assertTrue(queue.overflowed());
        assertFalse(queue.overflowed(), "asked once");
        assertEquals("1", eventOf(queue));
        assertTrue(queue.offer(Invocation.of("4")), "there is room again");
    }

    @Test
    void shouldLetOthersPassWhileOneWaits() throws Exception {
        FunctionQueue queue = new FunctionQueue(9);
        queue.retry(Invocation.of("failed"), Duration.ofHours(1));
        queue.offer(Invocation.of("fresh"));

        assertEquals("fresh", eventOf(queue));
        assertNull(queue.poll(NONE));
        assertFalse(queue.isEmpty());
    }

    @Test
    void shouldWaitForWhatIsDueSoon() throws Exception {
        FunctionQueue queue = new FunctionQueue(9);
        queue.retry(Invocation.of("failed"), Duration.ofMillis(30));

        Invocation later = queue.poll(Duration.ofSeconds(20));
        assertEquals("failed", later == null ? "" : later.event());
        assertTrue(queue.isEmpty());
    }

    private static String eventOf(FunctionQueue queue) throws InterruptedException {
        Invocation next = queue.poll(NONE);
        return next == null ? "" : next.event();
    }
}

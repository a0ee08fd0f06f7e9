package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AsideTest {
    /** Checked ones as they were: what calls distinguishes a disk that is full from a bug. */
    static List<Throwable> failures() {
        return List.of(new IOException("disk"), new IllegalStateException("bug"), new AssertionError("worse"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldFailAsTheWorkDid(Throwable failure) {
        try (var task = TestStore.ASIDE.begin(() -> thrown(failure))) {
            assertSame(failure, assertThrows(failure.getClass(), task::await));
            assertEquals(Optional.empty(), task.result());
        }
    }

    /** A folder that is deleted after it must not be written to any more. */
    @Test
    void shouldHaveEndedWhenItIsClosed() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Aside.Task<String> task = TestStore.ASIDE.begin(() -> {
            closing.await();
            ended.set(true);
            return "done";
        });
        assertEquals(Optional.empty(), task.result());
        Thread closer = Thread.ofVirtual().start(task::close);
        assertFalse(ended.get());
        closing.countDown();
        closer.join();

        assertTrue(ended.get());
        assertEquals(Optional.of("done"), task.result());
    }

    private static String thrown(Throwable failure) throws Exception {
        switch (failure) {
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}

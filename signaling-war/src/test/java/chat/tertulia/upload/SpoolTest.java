package chat.tertulia.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long SIZE = 512L << 20;

    /** So many zeroes. */
    private static final class Zeroes extends InputStream {
        private long left = SIZE;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = (int) Math.min(length, left);
            left -= count;
            java.util.Arrays.fill(into, offset, offset + count, (byte) 0);
            return count == 0 ? -1 : count;
        }
    }

    /** What a thread allocates while it takes half a gigabyte: a count, not a measurement, so it is the same everywhere. */
    @Test
    void shouldTakeHalfAGigabyteWithoutHoldingIt(@TempDir Path folder) throws IOException {
        String head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big\"\r\n\r\n";
        InputStream body = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
                new Zeroes(),
                new ByteArrayInputStream("\r\n--XX--\r\n".getBytes(StandardCharsets.UTF_8)))));
        Spool spool = new Spool(folder, SIZE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        try (Spool.Spooled spooled = spool.take(MultipartBody.file("multipart/form-data; boundary=XX", body))) {
            assertEquals(SIZE, spooled.size());
        }

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 8 << 20, allocated + " bytes were allocated for " + SIZE);
    }
}

package chat.tertulia.media.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepairShareTest {
    private static final long SECOND = 1_000_000_000L;

    private final RepairShare share = new RepairShare();

    private int admitted(long nowNs) {
        int admitted = 0;
        while (share.admit(1000, 800_000, nowNs)) {
            admitted++;
        }
        return admitted;
    }

    @Test
    void shouldAdmitABurstAndThenAShare() {
        assertEquals(64, admitted(0));
        assertEquals(30, admitted(SECOND), "30 % of 100 kB");
        assertEquals(64, admitted(100 * SECOND), "and no more than a burst later");
    }
}

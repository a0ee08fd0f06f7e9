package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Interval 300, timeout 200. */
class HeartbeatTest {
    private final Heartbeat heartbeat = new Heartbeat(1000, 300, 200);

    @Test
    void shouldPingOnceWhenTheIntervalIsOver() {
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(1299));
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1300));
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(1301));
    }

    @Test
    void shouldGiveUpByThePlannedTimeThoughThePingWasLate() {
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1350));
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(1499));
        assertEquals(Heartbeat.Due.DEAD, heartbeat.due(1500));
    }

    @Test
    void shouldAskBeforeGivingUpAfterTheMachineStoodStill() {
        assertEquals(Heartbeat.Due.PING, heartbeat.due(9000));
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(9099));
        assertEquals(Heartbeat.Due.DEAD, heartbeat.due(9100));
    }

    @Test
    void shouldKeepTheBeatWhateverTheRoundTrip() {
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1300));
        heartbeat.pong(1390);
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(1599));
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1600));
    }

    @Test
    void shouldNotTakeAPongThatNobodyAskedForAsOne() {
        heartbeat.pong(1290);
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1300));
    }

    @Test
    void shouldWaitLongerForAPeerThatIsHeard() {
        assertEquals(Heartbeat.Due.PING, heartbeat.due(1300));
        heartbeat.extend(1490);
        assertEquals(Heartbeat.Due.NOTHING, heartbeat.due(1689));
        assertEquals(Heartbeat.Due.DEAD, heartbeat.due(1690));
    }
}

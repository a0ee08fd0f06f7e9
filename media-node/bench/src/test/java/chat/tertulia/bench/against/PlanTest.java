package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Seat.Media;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void shouldSendToAllButTheSpeaker() {
        Plan plan = Plan.rooms("R1", "rooms", Media.AUDIO, new Plan.Size(3, 10, 2));
        assertEquals(30, plan.seats().size());
        assertEquals(3, plan.rooms());
        assertEquals(3 * 2 * 9, plan.deliveries());
        Seat talker = plan.seats().getFirst();
        Seat listener = plan.seats().get(5);
        assertEquals(1, plan.sources(talker).size());
        assertEquals(2, plan.sources(listener).size());
        assertEquals(9, plan.listeners(talker));
    }

    @Test
    void shouldCountBothStreamsOfACamera() {
        Plan plan = Plan.oneToMany("R4", "stage", Media.VIDEO, 20);
        assertEquals(21, plan.seats().size());
        assertEquals(40, plan.deliveries());
    }

    @Test
    void shouldCountOneStreamOfASilentScreen() {
        assertEquals(20, Plan.oneToMany("R4", "stage", Media.SCREEN, 20).deliveries());
    }
}

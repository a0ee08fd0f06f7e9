package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Seat.Media;
import java.util.ArrayList;
import java.util.List;

/**
 * Who sits in which room and does what.
 *
 * @param measure R1, R2, …: the list of measures that the project keeps
 */
record Plan(String measure, String name, List<Seat> seats) {
    Plan {
        seats = List.copyOf(seats);
    }

    static Plan oneToMany(String measure, String name, Media media, int listeners) {
        List<Seat> seats = new ArrayList<>();
        seats.add(new Seat(0, "stage", media, false));
        for (int i = 1; i <= listeners; i++) {
            seats.add(new Seat(i, "stage", Media.NOTHING, true));
        }
        return new Plan(measure, name, seats);
    }

    /** Rooms of equal size in which the first few talk and all hear. */
    static Plan rooms(String measure, String name, Media media, Size size) {
        List<Seat> seats = new ArrayList<>();
        for (int room = 0; room < size.rooms; room++) {
            for (int i = 0; i < size.people; i++) {
                Media sends = i < size.talking ? media : Media.NOTHING;
                seats.add(new Seat(seats.size(), "room" + room, sends, true));
            }
        }
        return new Plan(measure, name, seats);
    }

    record Size(int rooms, int people, int talking) {}

    List<Seat> sources(Seat seat) {
        return seats.stream()
                .filter(other ->
                        other.talks() && !other.equals(seat) && other.room().equals(seat.room()))
                .toList();
    }

    int listeners(Seat seat) {
        return (int) seats.stream()
                .filter(other ->
                        other.hears() && !other.equals(seat) && other.room().equals(seat.room()))
                .count();
    }

    /** Streams that arrive somewhere. */
    long deliveries() {
        return seats.stream()
                .filter(Seat::talks)
                .mapToLong(seat -> (long) seat.sends().streams() * listeners(seat))
                .sum();
    }

    int rooms() {
        return (int) seats.stream().map(Seat::room).distinct().count();
    }
}

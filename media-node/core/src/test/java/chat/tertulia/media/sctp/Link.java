package chat.tertulia.media.sctp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Two associations and a link between them that loses, repeats, delays and reorders as its seed says; a hand on the clock. */
final class Link {
    static final long MS = 1_000_000;

    /** Shares of packets, in percent. */
    record Weather(int lost, int doubled, int slow) {
        static final Weather FAIR = new Weather(0, 0, 0);
        static final Weather FOUL = new Weather(10, 5, 20);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flying(long atNs, long order, int to, byte[] packet) {}

    final Association[] ends;
    final List<List<SctpEvent>> events = List.of(new ArrayList<>(), new ArrayList<>());
    Weather weather = Weather.FAIR;
    /** Packets towards this end are all lost. */
    int cut = -1;

    boolean[] reading = {true, true};
    long nowNs = 5_000 * MS;
    long packets;
    private final SplittableRandom random;
    private final PriorityQueue<Flying> flying = new PriorityQueue<>(
            (a, b) -> a.atNs != b.atNs ? Long.compare(a.atNs, b.atNs) : Long.compare(a.order, b.order));

    Link(long seed) {
        this(seed, SctpSettings.DEFAULT);
    }

    Link(long seed, SctpSettings settings) {
        random = new SplittableRandom(seed);
        ends = new Association[] {new Association(settings, random.split()), new Association(settings, random.split())};
    }

    Link connected() {
        ends[0].connect(nowNs);
        passMs(5_000);
        return this;
    }

    void passMs(long milliseconds) {
        long endNs = nowNs + milliseconds * MS;
        pump();
        while (true) {
            long next = Math.min(ends[0].nextTimeoutNs(), ends[1].nextTimeoutNs());
            if (!flying.isEmpty()) {
                next = Math.min(next, flying.element().atNs);
            }
            if (next > endNs) {
                break;
            }
            nowNs = Math.max(nowNs, next);
            step();
            pump();
        }
        nowNs = endNs;
    }

    private void step() {
        Flying due = flying.peek();
        if (due != null && due.atNs <= nowNs) {
            flying.remove();
            ends[due.to].receive(due.packet, 0, due.packet.length, nowNs);
        }
        for (Association end : ends) {
            if (end.nextTimeoutNs() <= nowNs) {
                end.timeout(nowNs);
            }
        }
    }

    private void pump() {
        for (int i = 0; i < 2; i++) {
            take(i);
            byte[] packet = new byte[1200];
            for (int size = ends[i].poll(packet, nowNs); size > 0; size = ends[i].poll(packet, nowNs)) {
                fly(1 - i, Arrays.copyOf(packet, size));
            }
        }
    }

    private void take(int end) {
        for (SctpEvent event = reading[end] ? ends[end].pollEvent() : null;
                event != null;
                event = ends[end].pollEvent()) {
            events.get(end).add(event);
        }
    }

    private void fly(int to, byte[] packet) {
        packets++;
        int copies = random.nextInt(100) < weather.doubled ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (cut != to && random.nextInt(100) >= weather.lost) {
                int delayMs = 10 + (random.nextInt(100) < weather.slow ? random.nextInt(60) : 0);
                flying.add(new Flying(nowNs + delayMs * MS, packets, to, packet));
            }
        }
    }

    void inject(int to, byte[] packet) {
        ends[to].receive(packet, 0, packet.length, nowNs);
    }

    List<SctpEvent.Message> messages(int end) {
        return events.get(end).stream()
                .filter(SctpEvent.Message.class::isInstance)
                .map(SctpEvent.Message.class::cast)
                .toList();
    }

    <T> @Nullable T last(int end, Class<T> kind) {
        T found = null;
        for (SctpEvent event : events.get(end)) {
            found = kind.isInstance(event) ? kind.cast(event) : found;
        }
        return found;
    }

    boolean send(int from, int stream, byte[] payload, Reliability reliability) {
        boolean taken = ends[from].send(stream, 53, payload, reliability, nowNs);
        pump();
        return taken;
    }
}

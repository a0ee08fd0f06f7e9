package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Generator;
import chat.tertulia.bench.load.LatencyHistogram;
import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Talker;
import chat.tertulia.bench.load.Totals;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A plan played on one forwarding unit. It may grow: a later plan must hold the seats of the earlier ones. */
final class Call {
    private static final int AT_ONCE = 10;

    private final Sfu sfu;
    private final Generator generator;
    private final Map<Seat, Talker> talkers = new HashMap<>();
    private final Set<Seat> seated = new HashSet<>();

    Call(Sfu sfu, Generator generator) {
        this.sfu = sfu;
        this.generator = generator;
    }

    /** Returns when every listener hears every stream that it is to hear. */
    void play(Plan plan) throws IOException {
        List<Seat> coming =
                plan.seats().stream().filter(seat -> !seated.contains(seat)).toList();
        inTens(coming.stream().filter(Seat::talks).toList(), seat -> {
            Peer peer = sfu.publish(seat);
            synchronized (talkers) {
                talkers.put(seat, generator.talk(seat, peer));
            }
        });
        inTens(coming.stream().filter(Seat::hears).toList(), seat -> {
            var _ = sfu.listen(seat, plan.sources(seat));
        });
        seated.addAll(coming);
        talkers.forEach((seat, talker) -> talker.listeners(plan.listeners(seat)));
        long wanted = plan.deliveries();
        Await.until("all streams flow, " + wanted + " of them, on " + sfu.description(), () -> {
            return generator.streamsHeard() >= wanted;
        });
        sfu.process().mustLive();
    }

    private interface Step {
        void take(Seat seat) throws IOException;
    }

    /** Ten at once, as people come into a meeting. */
    private static void inTens(List<Seat> seats, Step step) throws IOException {
        try (ExecutorService doors = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> coming = new ArrayList<>();
            for (Seat seat : seats) {
                coming.add(doors.submit(() -> {
                    step.take(seat);
                    return seat;
                }));
            }
            for (Future<?> one : coming) {
                var _ = one.get();
            }
        } catch (ExecutionException refused) {
            throw new IOException(refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** Lets it run, then looks at it through several windows of equal length. */
    Measurement measure(Pace pace) throws IOException {
        idle(pace.warmMillis());
        generator.forgetLateness();
        Totals before = generator.settledTotals();
        idle(100);
        List<Window> windows = new ArrayList<>();
        var _ = generator.newLatency();
        for (int i = 0; i < pace.windows(); i++) {
            windows.add(window(pace.windowMillis()));
        }
        Totals after = generator.settledTotals();
        sfu.process().mustLive();
        return new Measurement(
                windows,
                after.lossSince(before),
                after.missing() - before.missing(),
                after.strange() - before.strange(),
                ProcFs.residentMegabytes(sfu.process().pid()),
                generator.lateShare(),
                profiles());
    }

    private Window window(long millis) throws IOException {
        long pid = sfu.process().pid();
        long startNs = System.nanoTime();
        long packets = generator.received();
        double sfuCpu = ProcFs.cpuSeconds(pid);
        double ownCpu = ProcFs.ownCpuSeconds();
        double machine = ProcFs.machineSeconds();
        idle(millis);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        packets = generator.received() - packets;
        sfuCpu = ProcFs.cpuSeconds(pid) - sfuCpu;
        ownCpu = ProcFs.ownCpuSeconds() - ownCpu;
        machine = ProcFs.machineSeconds() - machine;
        LatencyHistogram delays = generator.newLatency();
        return new Window(
                seconds,
                packets,
                sfuCpu,
                ownCpu,
                machine,
                delays.percentile(0.5),
                delays.percentile(0.99),
                delays.percentile(0.999));
    }

    /** What the servers chose, all peers together: one profile, or the run is none. */
    private String profiles() {
        return generator.peers().stream()
                .map(Peer::profile)
                .map(profile -> profile == null ? "none" : label(profile))
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    static String label(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? "GCM" : "CM80";
    }

    private static void idle(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

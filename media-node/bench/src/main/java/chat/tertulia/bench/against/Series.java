package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Generator;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays cases on all contenders in turn, so that a change of the machine's mood meets them all. */
final class Series {
    /** More than this is no forwarding but dropping (list of measures, R1). */
    static final double MOST_LOSS = 0.001;

    /** Of the machine's processors, unit and generator together. */
    static final double MOST_BUSY = 0.9;

    /** Two, so that there is always a slope. */
    private static final int LEAST_RUNGS = 2;

    private final InetAddress address;
    private final List<Contender> contenders;
    private final Map<Contender, String> descriptions = new LinkedHashMap<>();

    Series(InetAddress address, List<Contender> contenders) {
        this.address = address;
        this.contenders = List.copyOf(contenders);
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** What the running process said of itself, once it ran. */
    String description(Contender contender) {
        return descriptions.getOrDefault(contender, contender.name());
    }

    /** Several fresh starts of each contender. */
    Map<Contender, Measurement> play(Case what, Pace pace, int starts) throws IOException {
        Map<Contender, Measurement> results = new LinkedHashMap<>();
        for (int i = 0; i < starts; i++) {
            for (Contender contender : contenders) {
                Measurement one = once(contender, what, pace);
                results.merge(contender, one, Measurement::and);
            }
        }
        return results;
    }

    private Measurement once(Contender contender, Case what, Pace pace) throws IOException {
        try (Generator generator = new Generator(address);
                Sfu sfu = contender.opener().open(generator, what.profile())) {
            Call call = new Call(sfu, generator);
            call.play(what.plan());
            note(contender, sfu);
            return call.measure(pace);
        }
    }

    private void note(Contender contender, Sfu sfu) {
        if (!descriptions.containsKey(contender)) {
            String description = contender.name() + ": " + sfu.description();
            descriptions.put(contender, description);
            System.err.println(description);
        }
    }

    /**
     * One rung of a ladder that was climbed.
     *
     * @param cores processors that the unit may use for this plan, by its design
     */
    record Rung(Plan plan, Measurement measurement, int cores) {
        boolean held() {
            return measurement.loss() <= MOST_LOSS
                    && measurement.spread(Window::coresOfBoth).median() <= MOST_BUSY * processors();
        }
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The same room or rooms with more and more people, until something gives. */
    List<Rung> climb(Contender contender, List<Case> cases, Pace pace) throws IOException {
        List<Rung> rungs = new ArrayList<>();
        try (Generator generator = new Generator(address);
                Sfu sfu = contender.opener().open(generator, cases.getFirst().profile())) {
            Call call = new Call(sfu, generator);
            for (Case next : cases) {
                @Nullable Rung rung = rung(call, sfu, next, pace);
                if (rung == null) {
                    break;
                }
                note(contender, sfu);
                rungs.add(rung);
                if (rungs.size() >= LEAST_RUNGS && !rung.held()) {
                    break;
                }
            }
        }
        return rungs;
    }

    private static @Nullable Rung rung(Call call, Sfu sfu, Case next, Pace pace) throws IOException {
        try {
            call.play(next.plan());
        } catch (IOException | AssertionError tooMany) {
            System.err.println(next.plan().name() + " did not come together: " + tooMany.getMessage());
            return null;
        }
        int rooms = next.plan().rooms();
        int people = next.plan().seats().size() / rooms;
        int cores = (int) Math.min(processors(), (long) sfu.coresOfRoom(people) * rooms);
        return new Rung(next.plan(), call.measure(pace), cores);
    }
}

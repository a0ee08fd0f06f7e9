package chat.tertulia.bench.against;

import chat.tertulia.bench.against.Series.Rung;
import chat.tertulia.bench.load.Seat.Media;
import chat.tertulia.node.dtls.SrtpProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All rows, one after the other. */
final class Comparison {
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;
    private static final SrtpProfile CM80 = SrtpProfile.AES128_CM_HMAC_SHA1_80;
    private static final Pace QUICK = new Pace(1500, 3, 1000);
    /** A node runs for weeks: its compiler's first half minute is no part of what it costs. */
    private static final Pace FULL = new Pace(40_000, 3, 2500);

    private static final Pace RUNG = new Pace(15_000, 5, 2000);
    private static final int STARTS = 2;

    private final Options options;
    private final Series series;

    Comparison(Options options, InetAddress address) {
        this.options = options;
        this.series = new Series(address, contenders(options));
    }

    private static List<Contender> contenders(Options options) {
        Path jar = Path.of(System.getProperty("tertulia.home", "."), "media-node/node/target/media-node.jar");
        List<String> program = List.of("-jar", jar.toString());
        List<Contender> contenders = new ArrayList<>();
        contenders.add(
                new Contender("Tertulia", (generator, profile) -> TertuliaSfu.open(generator, profile, program)));
        if (options.janus() && !options.quick()) {
            contenders.add(janus("Janus as packaged", new JanusSetting(null, 0)));
        }
        if (options.janus()) {
            contenders.add(janus("Janus", new JanusSetting(null, options.eventLoops())));
        }
        if (options.janus() && options.libsrtp() != null) {
            contenders.add(
                    janus("Janus with another libsrtp", new JanusSetting(options.libsrtp(), options.eventLoops())));
        }
        return contenders;
    }

    private static Contender janus(String name, JanusSetting setting) {
        return new Contender(name, (generator, profile) -> JanusSfu.open(generator, profile, setting));
    }

    void run() throws IOException {
        System.err.printf(
                "%s, %d processors, Linux %s, Java %s%n",
                ProcFs.processor(),
                Series.processors(),
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"));
        for (Case next : options.quick() ? quick() : full()) {
            if (!wanted(next.plan().measure())) {
                continue;
            }
            Map<Contender, Measurement> results =
                    series.play(next, options.quick() ? QUICK : FULL, options.quick() ? 1 : STARTS);
            print(next.plan().measure(), next.plan().name(), "packets/core-s", contender -> {
                Measurement seen = seen(results, contender);
                return new Row.Side(series.description(contender), seen.spread(Window::packetsPerCore), seen);
            });
        }
        if (options.quick()) {
            return;
        }
        if (wanted("R2") || wanted("R5")) {
            communities();
        }
        if (wanted("R3")) {
            pairs();
        }
        if (wanted("R13")) {
            stage();
        }
    }

    private boolean wanted(String measure) {
        return options.only().isEmpty() || options.only().contains(measure);
    }

    private static Measurement seen(Map<Contender, Measurement> results, Contender contender) {
        Measurement seen = results.get(contender);
        if (seen == null) {
            throw new IllegalStateException("Not measured: " + contender.name());
        }
        return seen;
    }

    private static List<Case> quick() {
        return List.of(new Case(rooms(6), GCM), new Case(Plan.oneToMany("R4", "video, 1 to 60", Media.VIDEO, 60), GCM));
    }

    private static List<Case> full() {
        Plan many = Plan.oneToMany("R4", "video, 1 to 100", Media.VIDEO, 100);
        return List.of(
                new Case(rooms(20), GCM),
                new Case(rooms(20), CM80),
                new Case(Plan.oneToMany("R1", "audio, 1 to 100", Media.AUDIO, 100), GCM),
                new Case(Plan.oneToMany("R4", "video, 1 to 20", Media.VIDEO, 20), GCM),
                new Case(many, GCM),
                new Case(many, CM80),
                new Case(Plan.oneToMany("R4", "screen, 1 to 100", Media.SCREEN, 100), GCM),
                new Case(Plan.rooms("R4", "video, 10 see each other", Media.VIDEO, new Plan.Size(1, 10, 10)), GCM));
    }

    private static Plan rooms(int rooms) {
        return Plan.rooms("R1", "audio, " + rooms + " rooms of 10, 2 talk", Media.AUDIO, new Plan.Size(rooms, 10, 2));
    }

    /** R2, and R5 from the memory of its rungs. */
    private void communities() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int rooms : new int[] {20, 50, 100}) {
            cases.add(new Case(
                    Plan.rooms("R2", rooms + " rooms of 10, 2 talk", Media.AUDIO, new Plan.Size(rooms, 10, 2)), GCM));
        }
        Map<Contender, List<Rung>> climbed = climb(cases);
        print("R2", "rooms of 10, 2 talk", "participants at 90 % of two cores", contender -> {
            Rung best = best(rungs(climbed, contender));
            double budget = Series.MOST_BUSY * best.cores();
            int people = best.plan().seats().size();
            return side(contender, best, window -> people * budget / window.cores());
        });
        print("R5", "resident memory, slope of R2", "MB/participant", contender -> {
            List<Rung> rungs = rungs(climbed, contender);
            Rung last = rungs.getLast();
            double grown = last.measurement().residentMegabytes()
                    - rungs.getFirst().measurement().residentMegabytes();
            int people =
                    last.plan().seats().size() - rungs.getFirst().plan().seats().size();
            return new Row.Side(
                    name(contender, last), Spread.of(people == 0 ? Double.NaN : grown / people), last.measurement());
        });
    }

    /** R3. */
    private void pairs() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int calls : new int[] {50, 150}) {
            cases.add(new Case(Plan.rooms("R3", calls + " calls of 2", Media.AUDIO, new Plan.Size(calls, 2, 2)), GCM));
        }
        Map<Contender, List<Rung>> climbed = climb(cases);
        print("R3", "calls of two, audio", "participants/core", contender -> {
            Rung best = best(rungs(climbed, contender));
            int people = best.plan().seats().size();
            return side(contender, best, window -> people / window.cores());
        });
    }

    /** R13: the cost goes with the streams that leave, so the figure is that many listeners whose streams fill the processors. */
    private void stage() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int listeners : new int[] {20, 60}) {
            cases.add(new Case(
                    Plan.rooms(
                            "R13",
                            "10 speakers, " + listeners + " listeners",
                            Media.AUDIO,
                            new Plan.Size(1, 10 + listeners, 10)),
                    GCM));
        }
        Map<Contender, List<Rung>> climbed = climb(cases);
        print("R13", "one room, 10 speakers", "listeners at 90 % of the cores it can use", contender -> {
            Rung best = best(rungs(climbed, contender));
            double budget = Series.MOST_BUSY * best.cores();
            long streams = best.plan().deliveries();
            return side(contender, best, window -> (streams * budget / window.cores() - 90) / 10);
        });
    }

    private Map<Contender, List<Rung>> climb(List<Case> cases) throws IOException {
        Map<Contender, List<Rung>> climbed = new java.util.LinkedHashMap<>();
        for (Contender contender : series.contenders()) {
            climbed.put(contender, series.climb(contender, cases, RUNG));
        }
        return climbed;
    }

    private static List<Rung> rungs(Map<Contender, List<Rung>> climbed, Contender contender) {
        List<Rung> rungs = climbed.getOrDefault(contender, List.of());
        if (rungs.isEmpty()) {
            throw new IllegalStateException("Not one rung was climbed by " + contender.name());
        }
        return rungs;
    }

    /** The highest that held; the lowest of all when none did, which its loss then says. */
    private static Rung best(List<Rung> rungs) {
        Rung best = rungs.getFirst();
        for (Rung rung : rungs) {
            best = rung.held() ? rung : best;
        }
        return best;
    }

    private Row.Side side(Contender contender, Rung rung, ToDoubleFunction<Window> figure) {
        return new Row.Side(name(contender, rung), rung.measurement().spread(figure), rung.measurement());
    }

    private String name(Contender contender, Rung rung) {
        return series.description(contender) + ", measured at " + rung.plan().name();
    }

    /** A row a peer; without peers one row. */
    private void print(String measure, String name, String unit, Function<Contender, Row.Side> sides) {
        Row.Side ours = sides.apply(series.contenders().getFirst());
        List<Contender> peers =
                series.contenders().subList(1, series.contenders().size());
        List<Row> rows = peers.isEmpty()
                ? List.of(new Row(measure, name, unit, ours, null))
                : peers.stream()
                        .map(peer -> new Row(measure, name, unit, ours, sides.apply(peer)))
                        .toList();
        rows.forEach(row -> System.out.println(options.json() ? row.json(options.commit()) : row.text()));
    }
}

package chat.tertulia.bench.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./tertulia bench chat}: one channel, many sockets, posts at a steady rate; deliveries per server core-second and
 * the time from send to receive. Ours stores each post and checks each reader; the bare socket.io peer does neither.
 */
public final class ChatBench {
    private static final Map<String, Integer> RATES = rates();

    private final Options options;

    private ChatBench(Options options) {
        this.options = options;
    }

    /**
     * What the command line said.
     *
     * @param modules folder whose node_modules has socket.io, or null for no peer
     */
    private record Options(Path command, @Nullable Path modules, boolean json, boolean quick, String commit) {
        int sockets() {
            return 500;
        }

        int members() {
            return quick ? 60 : 120;
        }

        int seconds() {
            return quick ? 3 : 6;
        }

        int runs() {
            return quick ? 1 : 5;
        }
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("tertulia.home", "."));
        Path modules = null;
        String commit = "unknown";
        boolean json = false;
        boolean quick = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--json" -> json = true;
                case "--quick" -> quick = true;
                case "--against" -> modules = peer(args[++i], home);
                case "--commit" -> commit = args[++i];
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        new ChatBench(new Options(home.resolve("tertulia"), modules, json, quick, commit)).run();
    }

    private static Path peer(String name, Path home) {
        if (!name.equals("socket.io")) {
            throw new IllegalArgumentException("unknown peer " + name + "; there is socket.io");
        }
        return home.resolve("infra/bench");
    }

    private void run() throws IOException, InterruptedException, GeneralSecurityException {
        Map<String, List<Double>> ours = new LinkedHashMap<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        Path modules = options.modules();
        if (modules != null) {
            try (ServerProcess peer = ServerProcess.socketIo(modules)) {
                List<WireSocket> sockets = new ArrayList<>();
                for (int i = 0; i < options.sockets(); i++) {
                    sockets.add(WireSocket.open(peer.url()));
                }
                measure(peer, sockets, sockets.subList(0, options.members()), "channel", theirs);
            }
        }
        Path data = Files.createTempDirectory("tertulia-bench");
        try (ServerProcess product = ServerProcess.product(options.command(), data)) {
            List<WireSocket> senders = new ArrayList<>();
            List<WireSocket> sockets = new ArrayList<>();
            String channel = gather(product, senders, sockets);
            measure(product, sockets, senders, channel, ours);
            note(String.format(Locale.ROOT, "server resident after the run: %d MB", product.residentMb()));
        }
        RATES.forEach((measure, _) -> {
            Row row = Row.of(
                    measure,
                    ours.getOrDefault(measure, List.of(0.0)),
                    "socket.io",
                    theirs.getOrDefault(measure, List.of()),
                    options.commit());
            System.out.println(options.json() ? row.json() : row.text());
        });
    }

    /** Members join one by one, then each opens its share of the sockets. Returns the channel to talk in. */
    private String gather(ServerProcess product, List<WireSocket> senders, List<WireSocket> sockets)
            throws IOException, InterruptedException, GeneralSecurityException {
        Member owner = Member.join(product.url(), "owner", Map.entry("ownerToken", product.ownerToken()));
        WireSocket first = owner.firstSocket();
        first.send("42[\"server:details\",{}]");
        String channel = "";
        for (var candidate :
                Member.payload(first.await("42[\"server:details\"")).path("channels")) {
            if (candidate.path("type").asText().equals("text")) {
                channel = candidate.path("channelId").asText();
            }
        }
        first.send("42[\"server:invites:create\",{}]");
        String code = Member.payload(first.await("42[\"server:invite:created\""))
                .path("invite")
                .path("code")
                .asText();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < options.members(); i++) {
            Member member = Member.join(product.url(), "member" + i, Map.entry("inviteCode", code));
            members.add(member);
            senders.add(member.firstSocket());
            sockets.add(member.firstSocket());
        }
        for (int i = sockets.size(); i < options.sockets(); i++) {
            sockets.add(members.get(i % members.size()).anotherSocket());
        }
        first.close();
        return channel;
    }

    private void measure(
            ServerProcess server,
            List<WireSocket> sockets,
            List<WireSocket> senders,
            String channel,
            Map<String, List<Double>> into)
            throws IOException, InterruptedException {
        Crowd crowd = new Crowd(sockets);
        Thread reader = Thread.ofPlatform().name("crowd").start(crowd);
        post(senders, channel, 50, 3);
        for (Map.Entry<String, Integer> rate : RATES.entrySet()) {
            for (int run = 0; run < options.runs(); run++) {
                Window window = window(server, crowd, senders, channel, rate.getValue());
                into.computeIfAbsent(rate.getKey(), _ -> new ArrayList<>()).add(window.perCoreSecond());
                note(String.format(
                        Locale.ROOT,
                        "%s %3d posts/s: %,d of %,d delivered, %,.0f per core-second, p50 %.1f ms, p99 %.1f ms, cut %d",
                        rate.getKey(),
                        rate.getValue(),
                        window.delivered,
                        window.wanted,
                        window.perCoreSecond(),
                        crowd.percentile(0.5) / 1e6,
                        crowd.percentile(0.99) / 1e6,
                        crowd.cut()));
            }
        }
        crowd.stop();
        reader.join();
    }

    private record Window(long delivered, long wanted, double cpuSeconds) {
        double perCoreSecond() {
            return delivered / Math.max(0.01, cpuSeconds);
        }
    }

    private Window window(ServerProcess server, Crowd crowd, List<WireSocket> senders, String channel, int rate)
            throws IOException, InterruptedException {
        crowd.forgetLatencies();
        long before = crowd.delivered();
        double cpuBefore = server.cpuSeconds();
        int posts = post(senders, channel, rate, options.seconds());
        long wanted = (long) posts * (options.sockets() - crowd.cut());
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (crowd.delivered() - before < wanted && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return new Window(crowd.delivered() - before, wanted, server.cpuSeconds() - cpuBefore);
    }

    /** Evenly paced, senders in turn; a late post is not skipped. */
    private static int post(List<WireSocket> senders, String channel, int rate, int seconds)
            throws IOException, InterruptedException {
        int posts = rate * seconds;
        long start = System.nanoTime();
        for (int i = 0; i < posts; i++) {
            long due = start + i * 1_000_000_000L / rate;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            senders.get(i % senders.size())
                    .send("42[\"chat:send\",{\"conversationId\":\"" + channel + "\",\"text\":\"" + Crowd.MARK
                            + System.nanoTime() + "@ the quick brown fox jumps over the lazy dog, and so on, till "
                            + "the body has its hundred and twenty bytes\"}]");
        }
        return posts;
    }

    private void note(String text) {
        if (!options.json()) {
            System.err.println(text);
        }
    }

    private static Map<String, Integer> rates() {
        Map<String, Integer> rates = new LinkedHashMap<>();
        rates.put("R7a", 20);
        rates.put("R7b", 100);
        rates.put("R7c", 200);
        return rates;
    }
}

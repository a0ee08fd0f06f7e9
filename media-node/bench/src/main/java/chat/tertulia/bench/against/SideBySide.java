package chat.tertulia.bench.against;

import chat.tertulia.bench.Quiet;
import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.srtp.AesEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./tertulia bench media --against}: makes the network namespace, and in it a copy of itself that measures. Exit codes: 0,
 * 2 for wrong words, 3 when this machine cannot run it, 1 when a run failed.
 */
public final class SideBySide {
    private static final long LONGEST_MINUTES = 40;

    private SideBySide() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        Options options;
        try {
            options = Options.parse(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(options.inside() == null ? outside(options, words) : inside(options, options.inside()));
    }

    /** Without a peer the loopback interface will do, and no right is needed. */
    private static int outside(Options options, List<String> words) throws IOException, InterruptedException {
        if (!options.janus()) {
            return run(copy(words, "127.0.0.1"));
        }
        try {
            needJanus();
            try (Namespace namespace = Namespace.open()) {
                return run(namespace.inside(copy(words, Namespace.ADDRESS)));
            }
        } catch (IOException impossible) {
            System.err.println(impossible.getMessage());
            return 3;
        }
    }

    private static void needJanus() throws IOException {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "janus"))) {
                return;
            }
        }
        throw new IOException("There is no janus in the PATH; Debian and Ubuntu have a package of that name.");
    }

    private static List<String> copy(List<String> words, String address) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Dice4j.harvest.mapping.aws.enabled=false",
                "-Djava.util.logging.config.class=" + Quiet.class.getName(),
                "-Dtertulia.home=" + System.getProperty("tertulia.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                SideBySide.class.getName(),
                "--inside",
                address));
        command.addAll(words);
        return command;
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            System.err.println("The benchmark did not end in " + LONGEST_MINUTES + " minutes");
            return 1;
        }
        return process.exitValue();
    }

    private static int inside(Options options, InetAddress address) {
        FullIceAgent.refuseToAskTheCloud();
        var _ = AesEngine.pinBest();
        // A generator without its receiver would measure nothing, and say so only after long waits.
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> {
            bug.printStackTrace();
            System.exit(1);
        });
        try {
            new Comparison(options, address).run();
            return 0;
        } catch (IOException | AssertionError failed) {
            System.err.println("The comparison failed: " + failed.getMessage());
            return 1;
        }
    }
}

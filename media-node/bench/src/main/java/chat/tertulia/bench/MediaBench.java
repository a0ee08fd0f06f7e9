package chat.tertulia.bench;

import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.srtp.AesEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Forwarded packets a second of one loop's processor time, media over DTLS-SRTP and UDP on the loopback interface.
 * Options: {@code --quick} (under 45 s), {@code --json} (a line a row), {@code --commit <hash>}. The AES engine is chosen
 * once a process, so each engine has a process of its own.
 */
public final class MediaBench {
    private static final int SIZE = 1000;
    private static final int FRAME = 10;
    private static final long LONGEST_SECONDS = 300;

    private MediaBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FullIceAgent.refuseToAskTheCloud();
        List<String> options = List.of(arguments);
        for (AesEngine engine : AesEngine.values()) {
            if (options.contains("--engine=" + engine)) {
                measure(engine, options);
                System.exit(0);
            }
        }
        for (AesEngine engine : AesEngine.values()) {
            start(engine, options);
        }
    }

    /** A copy of this program with one engine. */
    private static void start(AesEngine engine, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-Xms512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.class=" + Quiet.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                MediaBench.class.getName(),
                "--engine=" + engine));
        command.addAll(options);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The benchmark did not end");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("The benchmark failed with " + process.exitValue());
        }
    }

    private static void measure(AesEngine engine, List<String> options) throws IOException {
        boolean quick = options.contains("--quick");
        int runs = quick ? 3 : 7;
        long window = quick ? 700 : 3000;
        String live = AesEngine.pin(engine).name();
        for (Scenario scenario : scenarios(engine, quick)) {
            double[] values = new double[runs];
            try (Load load = new Load(scenario)) {
                load.warm(quick ? 1500 : 5000);
                for (int i = 0; i < runs; i++) {
                    values[i] = load.run(window);
                }
                Row row = Row.of(scenario, live, values, load.missed());
                System.out.println(options.contains("--json") ? row.json(commit(options)) : row.text());
            }
        }
    }

    private static List<Scenario> scenarios(AesEngine engine, boolean quick) {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(video(engine, SrtpProfile.AEAD_AES_128_GCM, 20));
        if (engine == AesEngine.OPENSSL || !quick) {
            scenarios.add(video(engine, SrtpProfile.AES128_CM_HMAC_SHA1_80, 20));
            scenarios.add(video(engine, SrtpProfile.AEAD_AES_128_GCM, 100));
            scenarios.add(
                    new Scenario("R1", "audio 100 B x 20, GCM", engine, SrtpProfile.AEAD_AES_128_GCM, 20, 100, 1));
        }
        return scenarios;
    }

    private static Scenario video(AesEngine engine, SrtpProfile profile, int receivers) {
        String cipher = profile == SrtpProfile.AEAD_AES_128_GCM ? "GCM" : "CM80";
        String name = String.format(Locale.ROOT, "video %d B x %d, %s", SIZE, receivers, cipher);
        return new Scenario("R4", name, engine, profile, receivers, SIZE, FRAME);
    }

    private static String commit(List<String> options) {
        int at = options.indexOf("--commit");
        return at < 0 || at + 1 >= options.size()
                ? "unknown"
                : options.get(at + 1).replaceAll("[^0-9A-Za-z]", "");
    }
}

package chat.tertulia.bench;

import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.srtp.AesEngine;
import chat.tertulia.node.srtp.SrtpEngine.Choice;
import chat.tertulia.node.udp.PortIo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Forwarded packets a second of the loops' processor time, media over DTLS-SRTP and UDP on the loopback interface.
 * Options: {@code --quick} (under 45 s), {@code --json} (a line a row), {@code --commit <hash>}, {@code --only <n,m>} (these
 * rows). Each row has a process of its own, as code that is compiled for one is not the same for the next.
 */
public final class MediaBench {
    private static final int SIZE = 1000;
    private static final int VOICE = 100;
    private static final int QUICK_ROWS = 6;
    private static final long LONGEST_SECONDS = 300;

    private MediaBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FullIceAgent.refuseToAskTheCloud();
        List<String> options = List.of(arguments);
        List<Scenario> scenarios = scenarios();
        String row = option(options, "--row", "");
        if (!row.isEmpty()) {
            measure(scenarios.get(Integer.parseInt(row)), options);
            System.exit(0);
        }
        String only = option(options, "--only", "");
        if (!only.isEmpty()) {
            for (String named : only.split(",", -1)) {
                start(Integer.parseInt(named), options);
            }
            return;
        }
        int rows = options.contains("--quick") ? QUICK_ROWS : scenarios.size();
        for (int i = 0; i < rows; i++) {
            start(i, options);
        }
    }

    /** A copy of this program for one row. */
    private static void start(int row, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-Xms512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.class=" + Quiet.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                MediaBench.class.getName(),
                "--row",
                String.valueOf(row)));
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

    private static void measure(Scenario scenario, List<String> options) throws IOException {
        boolean quick = options.contains("--quick");
        double[] values = new double[quick ? 3 : 7];
        var _ = AesEngine.pinBest();
        try (Load load = new Load(scenario)) {
            load.warm(quick ? 1500 : 5000);
            for (int i = 0; i < values.length; i++) {
                values[i] = load.run(quick ? 400 : 3000);
            }
            Row row = Row.of(scenario, values, load.figures());
            System.out.println(options.contains("--json") ? row.json(commit(options)) : row.text());
        }
    }

    private static List<Scenario> scenarios() {
        SrtpProfile gcm = SrtpProfile.AEAD_AES_128_GCM;
        SrtpProfile cm = SrtpProfile.AES128_CM_HMAC_SHA1_80;
        List<Scenario> rows = new ArrayList<>();
        rows.add(video(PortIo.FFM, Choice.EVP, gcm, 20, 10));
        rows.add(video(PortIo.FFM, Choice.EVP, gcm, 20, 4));
        rows.add(video(PortIo.NIO, Choice.JITSI, gcm, 20, 10));
        rows.add(video(PortIo.FFM, Choice.EVP, gcm, 100, 10));
        rows.add(video(PortIo.FFM, Choice.EVP, cm, 20, 10));
        rows.add(voice(PortIo.FFM, Choice.EVP, 1));
        rows.add(video(PortIo.FFM_PLAIN, Choice.EVP, gcm, 20, 10));
        rows.add(video(PortIo.FFM, Choice.JITSI, gcm, 20, 10));
        rows.add(video(PortIo.FFM_PLAIN, Choice.JITSI, gcm, 20, 10));
        rows.add(video(PortIo.NIO, Choice.EVP, gcm, 20, 10));
        rows.add(voice(PortIo.FFM, Choice.EVP, 10));
        rows.add(voice(PortIo.NIO, Choice.JITSI, 1));
        rows.add(video(PortIo.FFM, Choice.EVP, gcm, 100, 10).on(2));
        rows.add(stage(1));
        rows.add(stage(2));
        return rows;
    }

    private static Scenario video(PortIo io, Choice srtp, SrtpProfile profile, int receivers, int burst) {
        return new Scenario("R4", io, srtp, profile, 1, receivers, SIZE, burst);
    }

    /** A burst of more than one stands for speakers whose packets come in the same moment. */
    private static Scenario voice(PortIo io, Choice srtp, int burst) {
        return new Scenario("R1", io, srtp, SrtpProfile.AEAD_AES_128_GCM, 1, 20, VOICE, burst);
    }

    /** R13: ten speak at the same time, and a hundred hear them. */
    private static Scenario stage(int loops) {
        return new Scenario("R13", PortIo.FFM, Choice.EVP, SrtpProfile.AEAD_AES_128_GCM, loops, 100, VOICE, 10);
    }

    private static String commit(List<String> options) {
        return option(options, "--commit", "unknown").replaceAll("[^0-9A-Za-z]", "");
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 || at + 1 >= options.size() ? otherwise : options.get(at + 1);
    }
}

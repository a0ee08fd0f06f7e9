package chat.tertulia.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One target as Jazzer is told of it.
 *
 * @param label its name on the command line
 * @param entry the class with {@code fuzzerTestOneInput}
 * @param corpus inputs in the tree; what breaks something is written beside them
 * @param classes where else than in this module's class path the entry is, relative to the root of the tree
 */
record Attack(String label, String entry, Path corpus, List<Path> classes) {
    private static final Path HERE = Path.of("media-node", "fuzz");
    private static final Path SERVER = Path.of("signaling-war");

    Attack {
        classes = List.copyOf(classes);
    }

    /** The server's parser lies in a web archive, on which nothing can depend; its target is among its tests. */
    private static final Attack SDP = new Attack(
            "sdp",
            "chat.tertulia.voice.sdp.SdpTarget",
            SERVER.resolve("src/test/corpus/sdp"),
            List.of(SERVER.resolve("target/classes"), SERVER.resolve("target/test-classes")));

    static List<Attack> all() {
        return Stream.concat(Arrays.stream(Target.values()).map(Attack::on), Stream.of(SDP))
                .toList();
    }

    private static Attack on(Target target) {
        return new Attack(
                target.label(), Jazzed.class.getName(), HERE.resolve("corpus").resolve(target.label()), List.of());
    }

    /** The folder of inputs that reached something new, outside of the tree. */
    Path work(Path root) {
        return root.resolve(HERE).resolve("target/fuzz").resolve(label);
    }

    List<String> command(Path root, int seconds) {
        String classPath = Stream.concat(
                        classes.stream().map(path -> root.resolve(path).toString()),
                        Stream.of(System.getProperty("java.class.path")))
                .reduce((a, b) -> a + System.getProperty("path.separator") + b)
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-Dice4j.harvest.mapping.aws.enabled=false",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + entry,
                "--target_args=" + label,
                "--instrumentation_includes=chat.tertulia.**:org.bouncycastle.tls.**:org.jitsi.srtp.**",
                // Its detectors look for injections into databases and shells; there are none here.
                "--custom_hook_includes=none.**",
                "--reproducer_path=" + work(root)));
        command.addAll(List.of(
                "-artifact_prefix=" + root.resolve(corpus) + "/",
                "-max_total_time=" + seconds,
                "-timeout=20",
                "-report_slow_units=60",
                "-rss_limit_mb=3000",
                "-len_control=0",
                "-max_len=4096",
                "-print_final_stats=1",
                work(root).toString(),
                root.resolve(corpus).toString()));
        return command;
    }
}

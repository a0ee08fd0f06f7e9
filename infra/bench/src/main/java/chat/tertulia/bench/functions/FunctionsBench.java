package chat.tertulia.bench.functions;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./tertulia bench functions [--only image|sweep]}: one benchmark after the other, each in a process of its own, so
 * that what one has left in memory is not in the figures of the next.
 */
public final class FunctionsBench {
    private static final Map<String, String> BENCHMARKS = benchmarks();

    private FunctionsBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        List<String> names = new ArrayList<>(BENCHMARKS.keySet());
        int only = rest.indexOf("--only");
        if (only >= 0) {
            names = List.of(rest.get(only + 1));
            rest.subList(only, only + 2).clear();
        }
        int failed = 0;
        for (String name : names) {
            if (!BENCHMARKS.containsKey(name)) {
                throw new IllegalArgumentException("unknown benchmark " + name + "; there are " + BENCHMARKS.keySet());
            }
            failed = Math.max(failed, run(BENCHMARKS.get(name), rest));
        }
        System.exit(failed);
    }

    private static int run(String main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(options);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static Map<String, String> benchmarks() {
        String here = FunctionsBench.class.getPackageName();
        Map<String, String> mains = new LinkedHashMap<>();
        mains.put("image", here + ".ImageBench");
        mains.put("sweep", here + ".SweepBench");
        return mains;
    }
}

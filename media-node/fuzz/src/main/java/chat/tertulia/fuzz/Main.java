package chat.tertulia.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** {@code ./tertulia fuzz [TARGET] [--seconds N] [--jobs N]}: attacks one target or all, each in a process of its own. */
public final class Main {
    private static final String USAGE = "usage: ./tertulia fuzz [TARGET] [--seconds N] [--jobs N]";

    private final Path root = Path.of(System.getProperty("tertulia.home", ".")).toAbsolutePath();
    private final List<Attack> chosen = new ArrayList<>();
    private int seconds = 60;
    private int jobs = 1;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Main main = new Main();
        if (!main.read(List.of(arguments))) {
            System.err.println(USAGE);
            System.err.println("targets: "
                    + String.join(" ", Attack.all().stream().map(Attack::label).toList()));
            System.exit(2);
        }
        System.exit(main.run() ? 0 : 1);
    }

    private boolean read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean option = word.equals("--seconds") || word.equals("--jobs");
            if (option && (i + 1 == arguments.size() || !arguments.get(i + 1).matches("[1-9][0-9]{0,6}"))) {
                return false;
            }
            if (word.equals("--seconds")) {
                seconds = Integer.parseInt(arguments.get(++i));
            } else if (word.equals("--jobs")) {
                jobs = Integer.parseInt(arguments.get(++i));
            } else if (!choose(word)) {
                return false;
            }
        }
        if (chosen.isEmpty()) {
            chosen.addAll(Attack.all());
        }
        return true;
    }

    private boolean choose(String label) {
        List<Attack> named = Attack.all().stream()
                .filter(attack -> attack.label().equals(label))
                .toList();
        chosen.addAll(named);
        return !named.isEmpty();
    }

    /** True when nothing broke. */
    private boolean run() throws InterruptedException, ExecutionException {
        System.out.printf("%-12s %12s %12s  %s%n", "target", "CPU seconds", "inputs new", "");
        boolean well = true;
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (Attack attack : chosen) {
                Callable<Boolean> run = () -> attack(attack);
                runs.add(pool.submit(run));
            }
            for (Future<Boolean> run : runs) {
                well &= run.get();
            }
        }
        return well;
    }

    private boolean attack(Attack attack) throws InterruptedException {
        Path work = attack.work(root);
        try {
            Files.createDirectories(work);
            Files.createDirectories(root.resolve(attack.corpus()));
            Path log = work.resolveSibling(attack.label() + ".log");
            int before = files(work);
            Process process = new ProcessBuilder(attack.command(root, seconds))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Duration used = watch(process);
            boolean well = process.exitValue() == 0;
            String verdict = well ? "" : "BROKEN, see " + log;
            System.out.printf("%-12s %12d %12d  %s%n", attack.label(), used.toSeconds(), files(work) - before, verdict);
            return well;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** The processor time of a process can be asked for only while it lives. */
    private static Duration watch(Process process) throws InterruptedException {
        Duration used = Duration.ZERO;
        do {
            used = process.info().totalCpuDuration().orElse(used);
        } while (!process.waitFor(200, TimeUnit.MILLISECONDS));
        return used;
    }

    private static int files(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? 0 : names.length;
    }
}

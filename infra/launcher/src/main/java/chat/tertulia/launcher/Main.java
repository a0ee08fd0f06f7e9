package chat.tertulia.launcher;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code up}, {@code down} and {@code status} of the command tertulia. */
public final class Main {
    private Main() {}

    /** The system property {@code tertulia.home} names the installation or working copy. */
    public static void main(String[] arguments) throws InterruptedException {
        Console console = new Console(wantsJson(arguments), System.out, System.err);
        int exit = ExitCode.OK;
        try {
            Options options = Options.parse(Path.of(System.getProperty("tertulia.home", ".")), arguments);
            run(options, console, arguments);
        } catch (Failure failure) {
            if (!String.valueOf(failure.getMessage()).isEmpty()) {
                console.error(String.valueOf(failure.getMessage()));
            }
            exit = failure.exitCode();
        }
        System.exit(exit);
    }

    private static void run(Options options, Console console, String[] arguments) throws Failure, InterruptedException {
        switch (options.verb()) {
            case DOWN -> new Detachment(options, console).down();
            case STATUS -> new Detachment(options, console).status();
            case UP -> {
                if (options.detach()) {
                    new Detachment(options, console).up(arguments);
                } else {
                    supervise(new Supervisor(options, console));
                }
            }
        }
    }

    /** A signal is the ordinary way to end, so it ends with 0. */
    private static void supervise(Supervisor supervisor) throws Failure, InterruptedException {
        AtomicInteger exit = new AtomicInteger(ExitCode.OK);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                supervisor.stop();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(exit.get());
        }));
        try {
            supervisor.run();
        } catch (Failure failure) {
            exit.set(failure.exitCode());
            throw failure;
        }
    }

    private static boolean wantsJson(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--json")) {
                return true;
            }
        }
        return false;
    }
}

package chat.tertulia.launcher;

import chat.tertulia.functions.host.FunctionHost;
import chat.tertulia.functions.host.HostEndpoint;
import chat.tertulia.functions.host.RemoteFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./tertulia functions host}: the functions beside a bucket that is somewhere else, named by the TERTULIA_S3_
 * variables, until a signal comes.
 */
public final class FunctionsMain {
    private FunctionsMain() {}

    /** The system property {@code tertulia.home} names the installation or working copy. */
    public static void main(String[] arguments) throws InterruptedException {
        Console console = new Console(false, System.out, System.err);
        try {
            host(arguments, console);
        } catch (Failure failure) {
            console.error(String.valueOf(failure.getMessage()));
            System.exit(failure.exitCode());
        }
    }

    private static void host(String[] arguments, Console console) throws Failure, InterruptedException {
        if (arguments.length != 1 || !arguments[0].equals("host")) {
            throw Failure.usage("What about the functions? ./tertulia functions host");
        }
        Path logs = Path.of(System.getenv().getOrDefault("TERTULIA_DATA", "data"), "logs");
        Installation installation = new Installation(Path.of(System.getProperty("tertulia.home", ".")));
        CountDownLatch ended = new CountDownLatch(1);
        try {
            RemoteFunctions functions = RemoteFunctions.start(
                    RemoteFunctions.Settings.fromEnvironment(System.getenv()),
                    installation.functions(logs.toAbsolutePath().normalize()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                functions.close();
                ended.countDown();
            }));
            console.progress("functions are waiting for events"
                    + (functions.port() == 0 ? "" : ", http://127.0.0.1:" + functions.port()));
            ended.await();
        } catch (IllegalArgumentException | IllegalStateException setting) {
            throw Failure.usage(String.valueOf(setting.getMessage()));
        } catch (IOException failure) {
            throw Failure.broken("The functions do not start: " + failure.getMessage());
        }
    }

    /** Of the functions that run in the launcher; null when the operator wants none. */
    static @Nullable HostEndpoint metrics(FunctionHost functions, Map<String, String> env) throws IOException, Failure {
        String port = env.getOrDefault("TERTULIA_FUNCTIONS_PORT", "").strip();
        if (port.isEmpty()) {
            return null;
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw Failure.usage("TERTULIA_FUNCTIONS_PORT wants a number from 0 to 65535.");
        }
        return new HostEndpoint(Integer.parseInt(port), functions, "", null);
    }
}

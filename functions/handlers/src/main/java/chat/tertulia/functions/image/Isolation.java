package chat.tertulia.functions.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Linux lets anybody do to have less: a network namespace with nothing in it. Containers often forbid it, as Lambda
 * does, and other systems have no such thing; then the decoder knows no address, but could reach one.
 */
final class Isolation {
    private static final List<String> NO_NETWORK = List.of("unshare", "--user", "--net", "--");
    private static final int PATIENCE_SECONDS = 5;

    private Isolation() {}

    /** Asked once. */
    private static final class Answer {
        static final boolean POSSIBLE = works();
    }

    static boolean possible() {
        return Answer.POSSIBLE;
    }

    /** To stand before a command; empty where it is not possible. */
    static List<String> words() {
        return possible() ? NO_NETWORK : List.of();
    }

    private static boolean works() {
        try {
            List<String> words = new ArrayList<>(NO_NETWORK);
            words.add("true");
            Process trial = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = trial.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            trial.destroyForcibly();
            return ended && trial.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

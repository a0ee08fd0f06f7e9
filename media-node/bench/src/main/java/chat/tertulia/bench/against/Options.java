package chat.tertulia.bench.against;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param janus whether Janus is measured as well
 * @param libsrtp the shared library for a second Janus, or null for none
 * @param only the measures to take, or empty for all
 * @param inside the address to use when this process is already where it should be, else null
 */
record Options(
        boolean janus,
        boolean quick,
        boolean json,
        String commit,
        @Nullable Path libsrtp,
        int eventLoops,
        Set<String> only,
        @Nullable InetAddress inside) {
    Options {
        only = Set.copyOf(only);
    }

    static final String USAGE = """
            usage: ./tertulia bench media --against janus|none [options]
              --quick                under 45 s: R1 and R4 only, three runs each
              --only R2[,R13...]     these measures only
              --json                 one line a row, for programs
              --janus-libsrtp FILE   measure a second Janus with this shared library as its libsrtp
              --janus-event-loops N  threads of the tuned Janus for all its peers; default is one a processor""";

    static Options parse(List<String> words) {
        boolean janus = false;
        boolean quick = false;
        boolean json = false;
        String commit = "unknown";
        Path libsrtp = null;
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Set<String> only = Set.of();
        InetAddress inside = null;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--json" -> json = true;
                case "--against" -> janus = peer(value(word, rest));
                case "--only" -> only = Set.of(value(word, rest).split(",", -1));
                case "--commit" -> commit = value(word, rest);
                case "--janus-libsrtp" -> libsrtp = Path.of(value(word, rest)).toAbsolutePath();
                case "--janus-event-loops" -> eventLoops = Integer.parseInt(value(word, rest));
                case "--inside" -> inside = InetAddress.ofLiteral(value(word, rest));
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }
        return new Options(janus, quick, json, commit, libsrtp, eventLoops, only, inside);
    }

    private static String value(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(word + " wants a value");
        }
        return rest.next();
    }

    private static boolean peer(String name) {
        return switch (name) {
            case "janus" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException("--against janus or none, not " + name);
        };
    }
}

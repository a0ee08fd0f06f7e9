package chat.tertulia.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed.
 *
 * @param home where the product is installed, or the working copy
 * @param publicUrl the address that people type, or null when it is the one listened on
 * @param mediaAddresses told to clients as candidates, or empty for what the media node finds
 * @param serverElsewhere start all but the server, which somebody runs with {@code run/server.env}
 * @param json one line for programs, instead of text for people
 */
record Options(
        Verb verb,
        Path home,
        Path data,
        String host,
        int port,
        int mediaPort,
        List<String> mediaAddresses,
        @Nullable URI publicUrl,
        boolean detach,
        boolean serverElsewhere,
        boolean json) {

    enum Verb {
        UP,
        DOWN,
        STATUS
    }

    private static final int DEFAULT_PORT = 9080;
    private static final int DEFAULT_MEDIA_PORT = 7882;
    static final int MAX_PORT = 65_535;

    Options {
        mediaAddresses = List.copyOf(mediaAddresses);
    }

    boolean listensOnLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    /** Where this machine itself reaches the server. */
    String localUrl() {
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        return "http://" + (any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    URI address() {
        return publicUrl == null ? URI.create(localUrl()) : publicUrl;
    }

    static Options parse(Path home, String[] arguments) throws Failure {
        if (arguments.length == 0) {
            throw Failure.usage("Which command: up, down or status?");
        }
        Parsing parsing = new Parsing(home);
        Deque<String> words = new ArrayDeque<>(Arrays.asList(arguments));
        Verb verb = verb(words.removeFirst());
        while (!words.isEmpty()) {
            parsing.take(words.removeFirst(), words);
        }
        return parsing.options(verb);
    }

    private static Verb verb(String word) throws Failure {
        return switch (word) {
            case "up" -> Verb.UP;
            case "down" -> Verb.DOWN;
            case "status" -> Verb.STATUS;
            default -> throw Failure.usage("There is no command " + word + ".");
        };
    }

    /** The options seen so far. */
    private static final class Parsing {
        private final Path home;
        private Path data = Path.of("data");
        private String host = "127.0.0.1";
        private int port = DEFAULT_PORT;
        private int mediaPort = DEFAULT_MEDIA_PORT;
        private List<String> mediaAddresses = List.of();
        private @Nullable URI publicUrl;
        private boolean detach;
        private boolean serverElsewhere;
        private boolean json;

        Parsing(Path home) {
            this.home = home;
        }

        void take(String option, Deque<String> rest) throws Failure {
            switch (option) {
                case "--data" -> data = Path.of(value(option, rest));
                case "--host" -> host = value(option, rest);
                case "--port" -> port = port(option, value(option, rest));
                case "--media-port" -> mediaPort = port(option, value(option, rest));
                case "--media-address" ->
                    mediaAddresses = List.of(value(option, rest).split(","));
                case "--public-url" -> publicUrl = url(value(option, rest));
                case "--detach" -> detach = true;
                case "--server-elsewhere" -> serverElsewhere = true;
                case "--json" -> json = true;
                default -> throw Failure.usage("There is no option " + option + ".");
            }
        }

        Options options(Verb verb) {
            return new Options(
                    verb,
                    home,
                    data.toAbsolutePath().normalize(),
                    host,
                    port,
                    mediaPort,
                    mediaAddresses,
                    publicUrl,
                    detach,
                    serverElsewhere,
                    json);
        }

        private static String value(String option, Deque<String> rest) throws Failure {
            String value = rest.pollFirst();
            if (value == null || value.isBlank() || value.startsWith("--")) {
                throw Failure.usage(option + " wants a value.");
            }
            return value;
        }

        private static int port(String option, String text) throws Failure {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_PORT) {
                throw Failure.usage(option + " wants a number from 1 to " + MAX_PORT + ".");
            }
            return Integer.parseInt(text);
        }

        private static URI url(String text) throws Failure {
            try {
                URI url = URI.create(text);
                boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (web
                        && url.getHost() != null
                        && (url.getPath().isEmpty() || url.getPath().equals("/"))) {
                    return URI.create(url.getScheme() + "://" + url.getAuthority());
                }
            } catch (IllegalArgumentException malformed) {
                // The same answer as to any other address that will not do.
            }
            throw Failure.usage("--public-url wants an address like https://talk.example.org, without a path.");
        }
    }
}

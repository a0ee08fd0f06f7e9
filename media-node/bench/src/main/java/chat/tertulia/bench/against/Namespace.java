package chat.tertulia.bench.against;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of this run, ip-netns(8): nothing in it reaches out and nothing reaches in. Its one address is no loopback
 * address, which some forwarding units need.
 */
final class Namespace implements AutoCloseable {
    static final String ADDRESS = "10.213.77.1";

    private static final String PREFIX = "tertulia-bench-";

    private final String name;
    private final Thread undo;

    private Namespace(String name) {
        this.name = name;
        this.undo = Thread.ofPlatform().unstarted(this::delete);
    }

    /** Throws with plain words when this machine or user cannot have one. */
    static Namespace open() throws IOException {
        removeForgotten();
        Namespace namespace = new Namespace(PREFIX + ProcessHandle.current().pid());
        String refused = ip("netns", "add", namespace.name);
        if (!refused.isEmpty() || !exists(namespace.name)) {
            throw new IOException(
                    "No network namespace can be made here (" + (refused.isEmpty() ? "no ip program" : refused)
                            + "). The comparison needs Linux, root and iproute2.");
        }
        Runtime.getRuntime().addShutdownHook(namespace.undo);
        namespace.furnish();
        return namespace;
    }

    private void furnish() throws IOException {
        must("-n", name, "link", "set", "lo", "up");
        must("-n", name, "link", "add", "bench0", "type", "veth", "peer", "name", "bench1");
        must("-n", name, "address", "add", ADDRESS + "/24", "dev", "bench0");
        must("-n", name, "link", "set", "bench0", "up");
        must("-n", name, "link", "set", "bench1", "up");
    }

    private static void must(String... words) throws IOException {
        String refused = ip(words);
        if (!refused.isEmpty()) {
            throw new IOException("ip " + String.join(" ", words) + ": " + refused);
        }
    }

    private static String ip(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("ip");
        command.addAll(List.of(words));
        return ProcFs.output(command.toArray(String[]::new)).strip();
    }

    private static boolean exists(String name) throws IOException {
        return ip("netns", "list").lines().anyMatch(line -> line.split(" ", -1)[0].equals(name));
    }

    /** Those of runs that were killed: the process in the name is no more. */
    private static void removeForgotten() throws IOException {
        for (String line : ip("netns", "list").lines().toList()) {
            String name = line.split(" ", -1)[0];
            if (name.matches(PREFIX + "[0-9]+")
                    && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length())))
                            .isEmpty()) {
                var _ = ip("netns", "delete", name);
            }
        }
    }

    /** A command as it is run in here. */
    List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
        words.addAll(command);
        return words;
    }

    private void delete() {
        try {
            var _ = ip("netns", "delete", name);
        } catch (IOException left) {
            System.err.println("The network namespace " + name + " stays: " + left.getMessage());
        }
    }

    @Override
    public void close() {
        delete();
    }
}

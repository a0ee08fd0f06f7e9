package chat.tertulia.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Lines for people on standard output; with {@code --json} those go to standard error, and one line of JSON out. */
final class Console {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean json;
    private final PrintStream out;
    private final PrintStream err;

    Console(boolean json, PrintStream out, PrintStream err) {
        this.json = json;
        this.out = out;
        this.err = err;
    }

    void progress(String line) {
        (json ? err : out).println("  " + line);
    }

    void error(String line) {
        err.println("tertulia: " + line);
    }

    /** @param ownerLink null once the server has an owner */
    void ready(Options options, @Nullable String ownerLink, String stopBy) {
        if (json) {
            ObjectNode line = JSON.createObjectNode()
                    .put("url", options.address().toString())
                    .put("ownerLink", ownerLink)
                    .put("health", options.localUrl() + "/health/ready");
            out.println(line);
        } else {
            out.println();
            out.println("Tertulia is ready: " + options.address());
            if (ownerLink != null) {
                out.println("Become its owner (this link works once, for 15 minutes):");
                out.println("  " + ownerLink);
            }
            out.println("Stop it with " + stopBy + ".");
        }
        out.flush();
    }

    void status(String state, @Nullable Running running) {
        if (json) {
            ObjectNode line = JSON.createObjectNode().put("state", state);
            if (running != null) {
                line.put("url", running.url()).put("pid", running.pid());
            }
            out.println(line);
        } else {
            out.println(running == null ? state : state + ": " + running.url() + " (process " + running.pid() + ")");
        }
        out.flush();
    }
}

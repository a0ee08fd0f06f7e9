package chat.tertulia.bench;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Logging of the measuring process: warnings only, so that the rows stand alone. Named on its command line. */
public final class Quiet {
    public Quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }
}

package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Generator;
import chat.tertulia.node.dtls.SrtpProfile;
import java.io.IOException;

/** A forwarding unit that can be started, again and again. */
record Contender(String name, Opener opener) {
    interface Opener {
        Sfu open(Generator generator, SrtpProfile profile) throws IOException;
    }
}

package chat.tertulia.node.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.fuzz.Broken;

/** A candidate line as signalling hands it on. */
public final class CandidateTarget {
    private CandidateTarget() {}

    public static void run(byte[] data) {
        CandidateLine line = CandidateLine.parse(new String(data, UTF_8));
        if (line != null) {
            Broken.unless(!line.address().isUnresolved(), "no name is looked up");
            Broken.unless(line.address().getPort() > 0, "there is a port");
        }
    }
}

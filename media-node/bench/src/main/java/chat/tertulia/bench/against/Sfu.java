package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import java.io.IOException;
import java.util.List;

/** A forwarding unit that runs, spoken to by its own signalling. Called by several threads at once. */
interface Sfu extends AutoCloseable {
    SfuProcess process();

    /** Version and the crypto it uses for SRTP, as found in the running process. */
    String description();

    /** Connects a peer that may send what the seat sends. */
    Peer publish(Seat seat) throws IOException;

    /** Connects a peer, or takes the one that publishes, and has the sources sent to it. */
    Peer listen(Seat seat, List<Seat> sources) throws IOException;

    /** Processors that a room of so many can use at most. */
    int coresOfRoom(int people);

    @Override
    void close() throws IOException;
}

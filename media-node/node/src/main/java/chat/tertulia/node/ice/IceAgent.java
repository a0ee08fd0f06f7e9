package chat.tertulia.node.ice;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds a path to one peer, in the controlled role. A boundary: full ICE by ice4j or something smaller may be behind it.
 * Owned by: the loop of its transport; no method blocks. It is given only requests whose integrity the loop has checked.
 */
public interface IceAgent {
    IceParameters local();

    /** What the peer said of itself; checks begin. */
    void start(IceParameters remote, List<IceCandidate> candidates);

    void add(List<IceCandidate> candidates);

    /** One STUN message. The array is the caller's again after the call. */
    void receive(int local, InetSocketAddress remote, byte[] stun, int length);

    /** Idempotent. Nothing is reported afterwards. */
    void close();

    /** What an agent has to say, from any thread. */
    interface Listener {
        void send(int local, InetSocketAddress remote, byte[] stun);

        /** The controlling side chose this path and it works in both directions. */
        void nominated(int local, InetSocketAddress remote);

        /** The agent gave up. The peer's own checks may still bring a path. */
        void failed();
    }

    /** Makes agents on one port. May block: not for loops. */
    interface Factory {
        IceAgent create(Listener listener);
    }
}

package chat.tertulia.node.loop;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.ice.StunMessage;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * One set of ICE credentials of a transport; a restart makes another (RFC 8445 §9). The agent finds the path. Once it has, or
 * has given up, the loop answers the checks itself and the agent is let go, with its threads. Owned by: the loop.
 */
final class Generation {
    private static final long UNSETTLED = Long.MAX_VALUE;

    private final IceAgent agent;
    private final Mac key;
    private long settledNs = UNSETTLED;
    private @Nullable IceParameters remote;
    private @Nullable Mac remoteKey;

    Generation(IceAgent agent) {
        this.agent = agent;
        this.key = BindingRequest.mac(agent.local().password());
    }

    IceAgent agent() {
        return agent;
    }

    IceParameters local() {
        return agent.local();
    }

    Mac key() {
        return key;
    }

    void start(IceParameters theirs, List<IceCandidate> candidates) {
        remote = theirs;
        remoteKey = BindingRequest.mac(theirs.password());
        agent.start(theirs, candidates);
    }

    /** A check of ours, or null while the peer has not said who it is. */
    byte @Nullable [] question() {
        IceParameters theirs = remote;
        return theirs == null
                ? null
                : BindingRequest.controlled(theirs.ufrag() + ":" + local().ufrag(), theirs.password());
    }

    /** Whether only the peer can have given this answer. */
    boolean answered(byte[] question, StunMessage answer) {
        Mac theirs = remoteKey;
        return theirs != null && answer.isSuccess() && answer.answers(question) && answer.signedBy(theirs);
    }

    boolean settled() {
        return settledNs != UNSETTLED;
    }

    void settle(long nowNs) {
        if (!settled()) {
            settledNs = nowNs;
        }
    }

    void tick(long nowNs, Deadlines deadlines) {
        if (settled() && nowNs - settledNs > deadlines.agent().toNanos()) {
            agent.close();
        }
    }
}

package chat.tertulia.node.loop;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.node.ice.IceAgent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One set of ICE credentials of a transport; a restart makes another (RFC 8445 §9). The agent finds the path. Once it has, or
 * has given up, the loop answers the checks itself and the agent is let go, with its threads. Owned by: the loop.
 */
final class Generation {
    private static final long UNSETTLED = Long.MAX_VALUE;

    private final IceAgent agent;
    private final Mac key;
    private long settledNs = UNSETTLED;

    Generation(IceAgent agent) {
        this.agent = agent;
        this.key = mac(agent.local().password());
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

    private static Mac mac(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

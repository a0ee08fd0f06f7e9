package chat.tertulia.bench.load;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.ice.BindingResponse;
import chat.tertulia.node.ice.StunMessage;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * ICE with one candidate on each side, sans-IO. Controlling, it asks with USE-CANDIDATE until it is answered; controlled, it
 * answers until the other side has nominated (RFC 8445 §7.2, §7.3).
 */
final class StunClient {
    private final IceParameters local;
    private volatile @Nullable IceParameters remote;
    private volatile boolean controlling;
    private volatile boolean settled;

    StunClient() {
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        local = new IceParameters("p" + Long.toString(random & 0xFFFFFFFFFFL, 36), "password-of-peer-" + random);
    }

    IceParameters local() {
        return local;
    }

    void aim(IceParameters theirs, boolean asController) {
        controlling = asController;
        remote = theirs;
    }

    /** Checked and nominated: media may flow. */
    boolean settled() {
        return settled;
    }

    /** The next check, or null for the side that only answers. */
    byte @Nullable [] request() {
        IceParameters theirs = remote;
        return theirs == null || !controlling
                ? null
                : BindingRequest.signed(theirs.ufrag() + ":" + local.ufrag(), theirs.password(), true);
    }

    /** Takes a datagram; returns what to answer, or null. */
    byte @Nullable [] take(byte[] data, @Nullable InetSocketAddress from) {
        StunMessage message = StunMessage.parse(data, data.length);
        if (message == null) {
            return null;
        }
        if (message.isBindingResponse()) {
            IceParameters theirs = remote;
            settled |= theirs != null && message.isSuccess() && message.signedBy(BindingRequest.mac(theirs.password()));
            return null;
        }
        boolean ours = message.isBindingRequest()
                && local.ufrag().equals(message.localUfrag())
                && message.signedBy(BindingRequest.mac(local.password()));
        if (!ours || from == null) {
            return null;
        }
        settled |= !controlling && message.useCandidate();
        return BindingResponse.to(message, from, BindingRequest.mac(local.password()));
    }
}

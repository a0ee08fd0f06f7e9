package chat.tertulia.node.loop;

import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.udp.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What an agent says, from its own threads: everything is posted to the loop of the transport it works for. */
final class AgentVoice implements IceAgent.Listener {
    private final MediaLoop loop;
    private volatile @Nullable Peer peer;
    private volatile String ufrag = "";

    AgentVoice(MediaLoop loop) {
        this.loop = loop;
    }

    void speaksFor(Peer owner, String localUfrag) {
        ufrag = localUfrag;
        peer = owner;
    }

    @Override
    public void send(int local, InetSocketAddress remote, byte[] stun) {
        Peer owner = peer;
        if (owner != null) {
            loop.post(() -> owner.path().sendCheck(Endpoint.of(local, remote), stun));
        }
    }

    @Override
    public void nominated(int local, InetSocketAddress remote) {
        Peer owner = peer;
        if (owner != null) {
            loop.post(() -> owner.path().nominated(ufrag, Endpoint.of(local, remote)));
        }
    }

    @Override
    public void failed() {
        Peer owner = peer;
        if (owner != null) {
            loop.post(() -> owner.path().agentFailed(ufrag));
        }
    }
}

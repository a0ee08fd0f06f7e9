package chat.tertulia.node.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import chat.tertulia.node.peer.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadyAgentsTest {
    private static final int PORT = 9;

    private final List<IceAgent.Listener> voices = new CopyOnWriteArrayList<>();
    private final List<IceAgent> taken = new ArrayList<>();
    private final ReadyAgents ready =
            new ReadyAgents(FullIceAgent.factory(List.of(InetAddress.getLoopbackAddress()), PORT), this::voice, 1);

    private static final class Silent implements IceAgent.Listener {
        @Override
        public void send(int local, InetSocketAddress remote, byte[] stun) {}

        @Override
        public void nominated(int local, InetSocketAddress remote) {}

        @Override
        public void failed() {}
    }

    private IceAgent.Listener voice() {
        IceAgent.Listener voice = new Silent();
        voices.add(voice);
        return voice;
    }

    @AfterEach
    void close() {
        taken.forEach(IceAgent::close);
        ready.close();
    }

    @Test
    void shouldMakeAgentsAheadAndReplaceThoseThatAreTaken() {
        ready.fill();
        Await.until("four wait", () -> ready.waiting() == 4);
        ReadyAgents.Ready first = ready.take();
        taken.add(first.agent());
        assertSame(voices.getFirst(), first.voice());
        Await.until("four wait again", () -> ready.waiting() == 4);
        assertEquals(5, voices.size());
    }

    @Test
    void shouldGiveEverybodyAnAgentOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            IceAgent agent = ready.take().agent();
            taken.add(agent);
            names.add(agent.local().ufrag());
        }
        assertEquals(7, names.size());
    }

    @Test
    void shouldKeepNoneAfterItsEnd() {
        ready.fill();
        Await.until("some wait", () -> ready.waiting() > 0);
        ready.close();
        Await.until("none is left", () -> ready.waiting() == 0);
        ready.fill();
        assertEquals(0, ready.waiting());
    }
}

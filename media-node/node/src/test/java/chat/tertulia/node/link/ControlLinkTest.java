package chat.tertulia.node.link;

import chat.tertulia.control.Command;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.NodeEvent.Hello;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.control.NodeEvent.TransportStateChanged;
import chat.tertulia.control.Reply;
import chat.tertulia.node.peer.SignallingServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ControlLinkTest {
    /** More than any kernel keeps on the way: it has not left before the server reads it. */
    private static final String LARGE = "n".repeat(18 << 20);

    private static final TransportStateChanged STATE =
            new TransportStateChanged("room", "transport", TransportState.CONNECTED);

    private static final LinkHandler HANDLER = new LinkHandler() {
        @Override
        public Hello hello(String server) {
            return new Hello(ControlCodec.PROTOCOL, LARGE, "test", 1, List.of());
        }

        @Override
        public void handle(String server, Command command, Consumer<Reply> reply) {}
    };

    /** As the states that a quick server asks for, before the link's thread knows that its hello has arrived. */
    @Test
    void shouldSayAfterItsHelloWhatIsSaidMeanwhile() {
        try (SignallingServer server = SignallingServer.open("key");
                ControlLink link = new ControlLink(server.uri(), "key", LinkPace.DEFAULT, HANDLER)) {
            AtomicBoolean begun = new AtomicBoolean();
            server.interrupt(() -> {
                if (!begun.getAndSet(true)) {
                    link.send(STATE);
                }
            });
            link.start();
            server.await("the hello has come", Hello.class, _ -> true);
            server.await("what was said meanwhile", TransportStateChanged.class, STATE::equals);
        }
    }
}

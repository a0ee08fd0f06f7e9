package chat.tertulia.node.link;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent.Hello;
import chat.tertulia.control.Reply;
import java.util.function.Consumer;

/** The node behind a link. Called from the link's threads, one command after the other. */
public interface LinkHandler {
    /** What is said first on a new connection. */
    Hello hello(String server);

    /** The reply may be given later and from any thread. */
    void handle(String server, Command command, Consumer<Reply> reply);
}

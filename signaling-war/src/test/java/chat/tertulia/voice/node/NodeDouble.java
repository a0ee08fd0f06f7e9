package chat.tertulia.voice.node;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.Malformed;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A peer on the control link that says yes to everything and remembers what it was asked. */
public final class NodeDouble implements NodeWire {
    private final List<Command> asked = new CopyOnWriteArrayList<>();
    private final List<Command> held = new ArrayList<>();
    private volatile Predicate<Command> holds = _ -> false;
    private volatile Predicate<Command> fails = _ -> false;
    private volatile String failure = "";
    private volatile @Nullable String closedBecause;
    private volatile List<String> candidates = List.of("candidate:1 1 udp 1 127.0.0.1 4000 typ host");
    private MediaNodes.@Nullable Link link;

    public static NodeDouble connected(MediaNodes nodes, String nodeId) {
        NodeDouble node = new NodeDouble();
        node.dial(nodes, nodeId, List.of());
        return node;
    }

    public void dial(MediaNodes nodes, String nodeId, List<String> transports) {
        link = nodes.accept(this);
        say(ControlCodec.encode(new NodeEvent.Hello(ControlCodec.PROTOCOL, nodeId, "test", 100, transports)));
    }

    /** Commands of this kind stay unanswered until {@link #release}. */
    public void hold(Predicate<Command> which) {
        holds = which;
    }

    /** Commands of this kind are refused with this code from now on. */
    public void refuse(Predicate<Command> which, String code) {
        failure = code;
        fails = which;
    }

    public void release() {
        holds = _ -> false;
        List<Command> late;
        synchronized (held) {
            late = List.copyOf(held);
            held.clear();
        }
        late.forEach(this::answer);
    }

    /** Of the transports that it opens from now on. */
    public void candidates(List<String> lines) {
        candidates = lines;
    }

    public void event(NodeEvent event) {
        say(ControlCodec.encode(event));
    }

    public void say(String frame) {
        if (link == null) {
            throw new IllegalStateException("not dialled");
        }
        link.received(frame);
    }

    public void drop() {
        if (link != null) {
            link.closed();
        }
    }

    public <T extends Command> List<T> asked(Class<T> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public @Nullable String closedBecause() {
        return closedBecause;
    }

    @Override
    public void send(String frame) {
        try {
            if (ControlCodec.decode(frame) instanceof Command command) {
                asked.add(command);
                if (holds.test(command)) {
                    synchronized (held) {
                        held.add(command);
                    }
                } else {
                    answer(command);
                }
            }
        } catch (Malformed bug) {
            throw new IllegalStateException(bug);
        }
    }

    @Override
    public void close(String why) {
        closedBecause = why;
    }

    private void answer(Command command) {
        if (fails.test(command)) {
            say(ControlCodec.encode(new Reply.Failed(command.id(), failure, "refused by the test")));
            return;
        }
        switch (command) {
            case Command.Welcome _ -> {}
            case Command.AskDataState _ -> say(ControlCodec.encode(new Reply.DataState(command.id(), 5)));
            case Command.OpenTransport _, Command.RestartIce _ ->
                say(ControlCodec.encode(new Reply.TransportOpened(
                        command.id(),
                        new IceParameters("node" + command.id(), "passwordpasswordpassword"),
                        "AB" + ":AB".repeat(31),
                        candidates)));
            default -> say(ControlCodec.encode(new Reply.Done(command.id())));
        }
    }
}

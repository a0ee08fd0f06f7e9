package chat.tertulia.node.loop;

import chat.tertulia.control.NodeEvent;

/** What a loop tells the rest of the process, from its own thread; must not block. */
public interface LoopListener {
    void event(String roomId, NodeEvent event);

    /** The node has forgotten the transport: by command, or because nobody claimed it. */
    void closed(String roomId, String transportId);
}

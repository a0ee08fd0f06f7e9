package chat.tertulia.voice.node;

import chat.tertulia.control.NodeEvent;

/** Where a node's events about one room go. Called in the order of the link; must not block. */
public interface RoomFeed {
    void event(NodeEvent event);

    /** The node wants to be rid of the room, and another one would take it. */
    void nodeDrains();

    /** The node is gone, or came back without this room: its transports are no more. */
    void nodeLost();
}

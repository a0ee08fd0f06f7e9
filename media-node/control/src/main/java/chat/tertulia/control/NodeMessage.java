package chat.tertulia.control;

/** What a node says: a reply to a command, or an event of its own. */
public sealed interface NodeMessage extends ControlMessage permits Reply, NodeEvent {}

package chat.tertulia.control;

/** Anything that crosses the control link. */
public sealed interface ControlMessage permits Command, NodeMessage {}

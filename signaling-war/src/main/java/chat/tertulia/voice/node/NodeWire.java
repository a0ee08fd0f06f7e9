package chat.tertulia.voice.node;

/** The socket to a node as this package needs it; a test stands in for it. Must not block. */
public interface NodeWire {
    void send(String frame);

    void close(String why);
}

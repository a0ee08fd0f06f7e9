package chat.tertulia.node.tcp;

/** Takes what connections bring, from the server's thread. Must not block. */
public interface FrameSink {
    /** The array is the sink's. Each one is to be followed by {@link TcpConnection#consumed}, once it has been dealt with. */
    void frame(TcpConnection connection, byte[] frame);

    /** The last word of a connection, whoever ended it. */
    void closed(TcpConnection connection);
}

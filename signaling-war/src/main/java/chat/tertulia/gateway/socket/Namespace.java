package chat.tertulia.gateway.socket;

/** Who serves the sockets of one namespace. Called in order for one socket, on its lane; may block. */
public interface Namespace {
    /** A socket that is new; one that was recovered is not announced again. */
    void connected(Socket socket);

    void event(Socket socket, InboundEvent event, Answer answer);

    /** The socket will not come back. */
    void gone(Socket socket);
}

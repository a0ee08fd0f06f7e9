package chat.tertulia.gateway.socket;

/** What a client may send in one Socket.IO packet, as decoded by {@link SocketCodec}. */
sealed interface SocketPacket {
    /**
     * A request to join a namespace.
     *
     * @param auth JSON text, empty when there is none
     */
    record Connect(String namespace, String auth) implements SocketPacket {}

    record Disconnect(String namespace) implements SocketPacket {}

    /**
     * An event whose arguments are still text.
     *
     * @param id of the acknowledgement, or {@link #NO_ID}
     * @param json array of name and arguments
     * @param attachments how many binary frames follow
     */
    record Event(String namespace, long id, String json, int attachments) implements SocketPacket {}

    /** The answer to an event of ours; nobody asks for one yet. */
    record Acknowledgement(String namespace, long id, int attachments) implements SocketPacket {}

    record Malformed() implements SocketPacket {}

    long NO_ID = -1;

    /** How many binary frames belong to this packet. */
    default int following() {
        return switch (this) {
            case Event event -> event.attachments();
            case Acknowledgement acknowledgement -> acknowledgement.attachments();
            case Connect _, Disconnect _, Malformed _ -> 0;
        };
    }
}

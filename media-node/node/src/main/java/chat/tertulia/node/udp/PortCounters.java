package chat.tertulia.node.udp;

/** What a port has moved since it was opened. Owned by: the port's loop. */
public final class PortCounters {
    private long receiveCalls;
    private long received;
    private long sendCalls;
    private long messages;
    private long datagrams;
    private long bytes;
    private long refused;
    private long congested;

    /** As it is now. */
    public PortCounters copy() {
        PortCounters copy = new PortCounters();
        copy.receiveCalls = receiveCalls;
        copy.received = received;
        copy.sendCalls = sendCalls;
        copy.messages = messages;
        copy.datagrams = datagrams;
        copy.bytes = bytes;
        copy.refused = refused;
        copy.congested = congested;
        return copy;
    }

    void received(int datagramsOfCall) {
        receiveCalls++;
        received += datagramsOfCall;
    }

    void sendCall() {
        sendCalls++;
    }

    void sent(int datagramsOfMessage, long bytesOfMessage) {
        messages++;
        datagrams += datagramsOfMessage;
        bytes += bytesOfMessage;
    }

    void refused(int datagramsOfMessage) {
        refused += datagramsOfMessage;
    }

    void congested(int datagramsOfMessage) {
        congested += datagramsOfMessage;
    }

    /** System calls that brought something. */
    public long receiveCalls() {
        return receiveCalls;
    }

    public long received() {
        return received;
    }

    public long sendCalls() {
        return sendCalls;
    }

    /** Walks through the kernel's stack: one for each run of equal datagrams to one peer. */
    public long messages() {
        return messages;
    }

    /** Divided by {@link #messages} it is g, the segments a message. */
    public long datagrams() {
        return datagrams;
    }

    public long bytes() {
        return bytes;
    }

    /** Datagrams for which there is no way: no route, too long. */
    public long refused() {
        return refused;
    }

    /** Datagrams for which the socket had no room; lost, as on a crowded network. */
    public long congested() {
        return congested;
    }
}

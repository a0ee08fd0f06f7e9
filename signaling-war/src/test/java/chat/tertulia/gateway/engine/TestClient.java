package chat.tertulia.gateway.engine;

import java.util.List;

/** A client on a WebSocket in memory, for tests of what runs above Engine.IO. */
public final class TestClient {
    private final TestWire wire = new TestWire();
    private final WebSocketLink link;

    public TestClient(EngineServer server) {
        link = WebSocketLink.first(server, wire, "127.0.0.1");
    }

    /** Sends Engine.IO packets as text frames. */
    public TestClient send(String... packets) {
        for (String packet : packets) {
            link.received(EngineCodec.decode(packet));
        }
        return this;
    }

    public TestClient send(byte[] bytes) {
        link.received(new EnginePacket.BinaryMessage(bytes));
        return this;
    }

    /** The connection breaks without a word. */
    public void drop() {
        link.lost();
    }

    /** Frames received without the Engine.IO handshake, once there are so many. */
    public List<String> await(int frames) throws InterruptedException {
        List<String> all = wire.await(frames + 1);
        return all.subList(1, all.size());
    }

    public void awaitClosed() throws InterruptedException {
        if (!wire.closed.await(20, java.util.concurrent.TimeUnit.SECONDS)) {
            throw new AssertionError("The server has not closed the connection yet");
        }
    }
}

package chat.tertulia.node;

/** The same where every second transport of a room is on another loop. */
class NodeInPartsTest extends NodeTest {
    @Override
    NodeConfig config() {
        return super.config().withLargeRoom(1);
    }
}

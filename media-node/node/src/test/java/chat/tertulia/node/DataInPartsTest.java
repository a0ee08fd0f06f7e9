package chat.tertulia.node;

/** The same where every second transport of a room is on another loop. */
class DataInPartsTest extends DataTest {
    @Override
    NodeConfig config() {
        return config(2).withLargeRoom(1);
    }
}

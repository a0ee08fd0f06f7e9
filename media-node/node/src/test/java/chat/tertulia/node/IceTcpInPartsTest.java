package chat.tertulia.node;

/** The same where every other transport of a room is on another loop. */
class IceTcpInPartsTest extends IceTcpTest {
    @Override
    int largeRoom() {
        return 1;
    }
}

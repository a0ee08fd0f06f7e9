package chat.tertulia.node;

import chat.tertulia.node.peer.Call;

/** The same where every other transport of the room is on another loop. */
class OnePeerDoesNotStopOthersInPartsTest extends OnePeerDoesNotStopOthersTest {
    @Override
    Call call() {
        return Call.quiet(2);
    }
}

package chat.tertulia.node;

import chat.tertulia.node.peer.Call;

/** The same where the two are on different loops. */
class MovedPeerInPartsTest extends MovedPeerTest {
    @Override
    Call call() {
        return Call.quiet(2);
    }
}

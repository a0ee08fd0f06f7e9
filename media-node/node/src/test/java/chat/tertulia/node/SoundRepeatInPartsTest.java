package chat.tertulia.node;

import chat.tertulia.node.peer.Call;

/** The same where the two are on different loops. */
class SoundRepeatInPartsTest extends SoundRepeatTest {
    @Override
    Call call() {
        return Call.quiet(2);
    }
}

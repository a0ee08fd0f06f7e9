package chat.tertulia.node;

/** The same where half of the receivers are on another loop than the publisher, also the one that reads. */
class FastPathAllocationInPartsTest extends FastPathAllocationTest {
    @Override
    int loops() {
        return 2;
    }
}

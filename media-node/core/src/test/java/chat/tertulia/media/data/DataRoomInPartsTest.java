package chat.tertulia.media.data;

/** The same in a large room, whose parts are on two loops. */
class DataRoomInPartsTest extends DataRoomTest {
    @Override
    int count() {
        return 2;
    }
}

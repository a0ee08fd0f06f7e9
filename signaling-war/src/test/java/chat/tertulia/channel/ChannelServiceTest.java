package chat.tertulia.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.channel.ChannelService.ChannelEdit;
import chat.tertulia.channel.ChannelService.NewChannel;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.message.ChatWorld;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import chat.tertulia.server.ChannelView;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelServiceTest {
    private ChatWorld world;
    private String admin;
    private String ann;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new ChatWorld(folder);
        admin = world.member("Ada", Role.ADMIN);
        ann = world.member("Ann", Role.MEMBER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> names() {
        return world.database.read(world.channelStore::all).stream()
                .map(ChannelView::name)
                .toList();
    }

    private static ErrorCode refused(Runnable request) {
        return assertThrows(Refusal.class, request::run).code();
    }

    @Test
    void shouldStartWithAPlaceToWriteAndAPlaceToTalk() {
        List<ChannelView> channels = world.database.read(world.channelStore::all);
        assertEquals(List.of("general", "Lounge"), names());
        assertEquals(ChannelView.Type.TEXT, channels.getFirst().type());
        assertEquals(ChannelView.Type.VOICE, channels.getLast().type());
    }

    @Test
    void shouldMoveAChannelAndTellEveryNewPosition() {
        RecordingConnection anns = world.connect(ann);
        String last = world.channel(admin, "last").channelId();

        ChannelView moved = world.channels.update(admin, new ChannelEdit(last, null, null, 0));

        assertEquals(0, moved.position());
        assertEquals(List.of("last", "general", "Lounge"), names());
        assertEquals(
                3, anns.received("server:changed").getLast().path("changes").size());
    }

    @Test
    void shouldTakeMessagesAlongWhenDeletedAndReachNobodyAfterwards() {
        String gone = world.channel(admin, "gone").channelId();
        String messageId = world.send(ann, gone, "hello").messageId();

        world.channels.delete(admin, gone);

        assertEquals(List.of(new ChannelDeleted(gone)), world.deleted);
        assertEquals(List.of("general", "Lounge"), names());
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.send(ann, gone, "again")));
        int left = world.database.read(tx -> tx.handle()
                .createQuery("select count(*) from messages where message_id = :id")
                .bind("id", messageId)
                .mapTo(Integer.class)
                .one());
        assertEquals(0, left);
        assertEquals(false, world.channelAccess.of(gone).test(ann));
    }

    @Test
    void shouldLetOnlyAdministratorsManage() {
        String general = world.general();
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> world.channel(ann, "mine")));
        assertEquals(
                ErrorCode.FORBIDDEN,
                refused(() -> world.channels.update(ann, new ChannelEdit(general, "mine", null, null))));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> world.channels.delete(ann, general)));
    }

    @Test
    void shouldRefuseWhatIsOutOfBounds() {
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.channel(admin, "")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.channel(admin, "x".repeat(81))));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.channel(admin, "a\nb")));
        assertEquals(
                ErrorCode.INVALID_FIELD, refused(() -> world.channels.create(admin, new NewChannel("a", null, null))));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> world.channels.delete(admin, "nowhere")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> world.channels.delete(admin, null)));
    }
}

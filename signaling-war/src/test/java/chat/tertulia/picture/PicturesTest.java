package chat.tertulia.picture;

import static chat.tertulia.upload.FileWorld.TYPE;
import static chat.tertulia.upload.FileWorld.body;
import static chat.tertulia.upload.FileWorld.png;
import static chat.tertulia.upload.FileWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.Standing;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.role.Role;
import chat.tertulia.server.MemberView;
import chat.tertulia.upload.FileWorld;
import chat.tertulia.upload.Purpose;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    private FileWorld files;
    private String ann;
    private String bob;
    private String olga;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(folder, Map.of());
        ann = files.chat.member("Ann", Role.MEMBER);
        bob = files.chat.member("Bob", Role.MEMBER);
        olga = files.chat.member("Olga", Role.OWNER);
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private String put(String memberId, Purpose purpose) {
        return files.pictures
                .put(files.intake(memberId, purpose), TYPE, body("me.png", png()))
                .fileId();
    }

    private MemberView view(String memberId) {
        return files.chat.roster.active().stream()
                .filter(member -> member.memberId().equals(memberId))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable String icon() {
        return files.chat.database.read(files.settings::view).iconFileId();
    }

    @Test
    void shouldShowAnAvatarOnceItIsDoneAndThenOnly() {
        RecordingConnection bobs = files.chat.connect(bob);
        bobs.received().clear();
        String first = put(ann, Purpose.AVATAR);
        assertEquals("avatar", files.store.head("raw/" + first).metadata().get("purpose"));
        assertNull(view(ann).avatarFileId());
        assertFalse(files.mayRead(bob, first), "what waits is its uploader's alone");
        assertTrue(files.mayRead(ann, first), "its uploader may see it");
        assertEquals(List.of(), bobs.received("server:changed"));

        files.finish(first);
        assertEquals(first, view(ann).avatarFileId());
        assertTrue(files.mayRead(bob, first), "every member may see it");
        assertEquals(
                first,
                bobs.latest("server:changed")
                        .at("/changes/0/member/avatarFileId")
                        .asText());

        String second = put(ann, Purpose.AVATAR);
        assertEquals(first, view(ann).avatarFileId());
        files.finish(second);
        assertEquals(second, view(ann).avatarFileId());
        assertFalse(files.exists(first), "the old one is still there");
        files.remove();
        assertTrue(
                files.keys().stream().noneMatch(key -> key.contains(first)),
                files.keys().toString());
    }

    @Test
    void shouldKeepTheOldOneWhenTheNewOneIsRefused() {
        RecordingConnection anns = files.chat.connect(ann);
        String first = put(ann, Purpose.BANNER);
        files.finish(first);
        String second = put(ann, Purpose.BANNER);
        files.reject(second, "corrupt");

        assertEquals(first, view(ann).bannerFileId());
        JsonNode told = anns.latest("file:changed").path("file");
        assertEquals(second, told.path("file_id").asText());
        assertEquals("rejected", told.path("state").asText());
        assertEquals("corrupt", told.path("code").asText());
        files.finish(put(ann, Purpose.BANNER));
        assertFalse(files.exists(first), "the old one is still there");
    }

    @Test
    void shouldForgetTheOneThatWaitedWhenAnotherComes() {
        String first = put(ann, Purpose.AVATAR);
        String second = put(ann, Purpose.AVATAR);
        assertFalse(files.exists(first), "what nobody will see is still there");
        files.finish(second);
        assertEquals(second, view(ann).avatarFileId());
    }

    @Test
    void shouldTakeDownWhatIsShownAndWhatWaits() {
        String shown = put(ann, Purpose.AVATAR);
        files.finish(shown);
        String waiting = put(ann, Purpose.AVATAR);
        files.pictures.remove(ann, Purpose.AVATAR);
        files.pictures.remove(ann, Purpose.AVATAR);

        assertNull(view(ann).avatarFileId());
        files.remove();
        assertEquals(List.of(), files.keys());
        assertEquals(0, files.used(ann));
        assertFalse(files.exists(shown) || files.exists(waiting), "a record is still there");
    }

    @Test
    void shouldAskForPermissionAndAPicture() {
        String guest = files.chat.member("Gus", Role.GUEST);
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> put(guest, Purpose.AVATAR)));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> put(ann, Purpose.ICON)));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> files.pictures.remove(ann, Purpose.ICON)));
        byte[] svg = "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                refused(() -> files.pictures.put(files.intake(ann, Purpose.AVATAR), TYPE, body("a.png", svg))));
        assertEquals(List.of(), files.keys());
        String avatar = put(ann, Purpose.AVATAR);
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(() -> files.chat.sendFiles(ann, files.chat.general(), List.of(avatar))),
                "an avatar was sent as an attachment");
    }

    @Test
    void shouldStayWithTheMessagesOfWhoHasLeftAndBeHiddenFromThem() {
        String avatar = put(ann, Purpose.AVATAR);
        files.finish(avatar);
        files.chat.database.writing(
                tx -> files.chat.members.remove(tx, files.chat.members.require(tx, ann), Standing.LEFT));
        assertTrue(files.mayRead(bob, avatar), "old messages show it");
        String icon = put(olga, Purpose.ICON);
        files.finish(icon);
        assertFalse(files.mayRead(ann, icon), "who has left sees the icon of today");
    }

    /** The law: what a client had, plus the events it was sent, is what a client that comes now is given. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldKeepTheSnapshotLaw(long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> client = now();
        RecordingConnection bobs = files.chat.connect(bob);
        List<String> waiting = new ArrayList<>();
        int shown = 0;
        for (int step = 0; step < 40; step++) {
            change(random, waiting);
            for (JsonNode changed : bobs.received("server:changed")) {
                changed.path("changes").forEach(change -> apply(client, change));
            }
            bobs.received().clear();
            assertEquals(now(), client, "seed " + seed + ", step " + step);
            shown += icon() == null ? 0 : 1;
        }
        assertTrue(shown > 0, "no icon was ever shown, seed " + seed);
    }

    private void change(Random random, List<String> waiting) {
        Purpose purpose = List.of(Purpose.AVATAR, Purpose.BANNER, Purpose.ICON).get(random.nextInt(3));
        String actor = purpose == Purpose.ICON || random.nextBoolean() ? olga : ann;
        waiting.removeIf(fileId -> !files.exists(fileId));
        switch (random.nextInt(8)) {
            case 0 -> files.pictures.remove(actor, purpose);
            case 1, 2, 3 -> waiting.add(put(actor, purpose));
            default -> {
                if (!waiting.isEmpty()) {
                    String next = waiting.remove(random.nextInt(waiting.size()));
                    if (random.nextInt(3) == 0) {
                        files.reject(next, "corrupt");
                    } else {
                        files.finish(next);
                    }
                }
            }
        }
    }

    private Map<String, JsonNode> now() {
        Map<String, JsonNode> state = new TreeMap<>();
        for (MemberView member : files.chat.roster.active()) {
            MemberView still = new MemberView(
                    member.memberId(),
                    member.nickname(),
                    member.avatarFileId(),
                    member.bannerFileId(),
                    member.role(),
                    MemberView.Status.ONLINE,
                    member.joinedAt());
            state.put(member.memberId(), Json.MAPPER.valueToTree(still));
        }
        state.put("server", Json.MAPPER.valueToTree(files.chat.database.read(files.settings::view)));
        return state;
    }

    private static void apply(Map<String, JsonNode> client, JsonNode change) {
        switch (change.path("kind").asText()) {
            case "member.put" -> {
                var member = (com.fasterxml.jackson.databind.node.ObjectNode) change.path("member");
                client.put(member.path("memberId").asText(), member.put("status", "online"));
            }
            case "server.put" -> client.put("server", change.path("server"));
            default -> throw new AssertionError("An unexpected change: " + change);
        }
    }
}

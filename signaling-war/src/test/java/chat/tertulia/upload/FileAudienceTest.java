package chat.tertulia.upload;

import static chat.tertulia.upload.FileWorld.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.Member;
import chat.tertulia.member.Standing;
import chat.tertulia.message.MessageView;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The audience of files: in random worlds of members, channels, messages and pictures, after each step, everybody may read
 * exactly the files that a model of the rules gives them, and hears of exactly their own.
 */
class FileAudienceTest {
    private FileWorld files;
    private final List<String> members = new ArrayList<>();
    private final Set<String> active = new HashSet<>();
    private final Map<String, String> uploaderOf = new HashMap<>();
    /** Files that all members see: avatars, banners, icon, emoji. */
    private final Map<String, String> shown = new HashMap<>();
    /** What waits, by its place. */
    private final Map<String, String> waiting = new HashMap<>();

    private final List<MessageView> messages = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();
    private final Map<RecordingConnection, String> listeners = new HashMap<>();
    private String olga;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(folder, Map.of());
        olga = join("Olga", Role.OWNER);
        join("Adam", Role.ADMIN);
        join("Ann", Role.MEMBER);
        join("Bob", Role.MEMBER);
        join("Gus", Role.GUEST);
        channels.add(files.chat.general());
        for (String member : members) {
            listeners.put(files.chat.connect(member), member);
        }
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private String join(String name, Role role) {
        String id = files.chat.member(name, role);
        if (!members.contains(id)) {
            members.add(id);
        }
        active.add(id);
        return id;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveEachFileToExactlyThoseWhoMayReadIt(long seed) {
        Random random = new Random(seed);
        int readable = 0;
        int hidden = 0;
        for (int step = 0; step < 60; step++) {
            step(random, step);
            for (String fileId : uploaderOf.keySet()) {
                for (String member : members) {
                    boolean expected = mayRead(member, fileId);
                    assertEquals(
                            expected,
                            files.mayRead(member, fileId),
                            () -> "member " + member + ", file " + fileId + ", seed " + seed);
                    readable += expected ? 1 : 0;
                    hidden += expected ? 0 : 1;
                }
            }
        }
        assertTrue(readable > 100 && hidden > 100, "the world was too empty to prove anything, seed " + seed);
        listeners.forEach((connection, member) -> connection
                .received("file:changed")
                .forEach(told -> assertEquals(
                        uploaderOf.get(told.at("/file/file_id").asText()),
                        member,
                        "told to somebody else, seed " + seed)));
    }

    private boolean mayRead(String member, String fileId) {
        if (!files.exists(fileId)) {
            return false;
        }
        boolean sent = messages.stream()
                .flatMap(message -> message.attachments().stream())
                .anyMatch(attachment -> attachment.fileId().equals(fileId));
        boolean carried = sent || shown.containsValue(fileId);
        return member.equals(uploaderOf.get(fileId)) || (carried && active.contains(member));
    }

    private void step(Random random, int step) {
        String actor = members.get(random.nextInt(members.size()));
        try {
            switch (random.nextInt(12)) {
                case 0, 1 -> send(random, actor, step);
                case 2 -> uploaderOf.put(files.upload(actor, "alone", png()).fileId(), actor);
                case 3 -> delete(random);
                case 4 -> channel(random, step);
                case 5 -> standing(actor);
                case 6, 7 -> put(random, actor);
                case 8 -> emoji(actor, step);
                default -> verdict(random);
            }
        } catch (Refusal refused) {
            assertTrue(refused.code().status() < 500, refused.code().wire());
        }
    }

    private void send(Random random, String actor, int step) {
        if (!active.contains(actor)) {
            return;
        }
        String fileId = files.upload(actor, "f" + step, png()).fileId();
        uploaderOf.put(fileId, actor);
        messages.add(files.chat.sendFiles(actor, channels.get(random.nextInt(channels.size())), List.of(fileId)));
    }

    private void delete(Random random) {
        if (!messages.isEmpty()) {
            files.chat.delete(olga, messages.remove(random.nextInt(messages.size())));
        }
    }

    private void channel(Random random, int step) {
        if (channels.size() > 1 && random.nextBoolean()) {
            String gone = channels.remove(1);
            files.chat.channels.delete(olga, gone);
            messages.removeIf(message -> message.conversationId().equals(gone));
        } else {
            channels.add(files.chat.channel(olga, "c" + step).channelId());
        }
    }

    /** Leaves, is banned, or comes back. */
    private void standing(String actor) {
        if (actor.equals(olga)) {
            return;
        }
        files.chat.database.writing(tx -> {
            Member member = files.chat.members.known(tx, actor).orElseThrow();
            if (active.remove(actor)) {
                files.chat.members.remove(tx, member, Standing.BANNED);
            } else {
                files.chat.members.admit(tx, member.identity(), member.nickname(), Role.MEMBER);
                active.add(actor);
            }
        });
    }

    private void put(Random random, String actor) {
        Purpose purpose = List.of(Purpose.AVATAR, Purpose.BANNER, Purpose.ICON).get(random.nextInt(3));
        boolean icon = purpose == Purpose.ICON;
        StoredFile file = files.pictures.put(
                files.intake(icon ? olga : actor, purpose), FileWorld.TYPE, FileWorld.body("p.png", png()));
        uploaderOf.put(file.fileId(), file.uploaderMemberId());
        waiting.put(purpose + (icon ? "" : actor), file.fileId());
    }

    private void emoji(String actor, int step) {
        var results = files.emojiImport.add(
                files.intake(actor, Purpose.EMOJI), FileWorld.TYPE, FileWorld.body("e" + step + ".png", png()));
        String fileId = results.getFirst().fileId();
        if (fileId != null) {
            uploaderOf.put(fileId, actor);
            shown.put("emoji" + step, fileId);
        }
    }

    private void verdict(Random random) {
        Predicate<String> pending =
                fileId -> files.exists(fileId) && files.file(fileId).isPending();
        List<String> due = uploaderOf.keySet().stream().filter(pending).sorted().toList();
        if (due.isEmpty()) {
            return;
        }
        String fileId = due.get(random.nextInt(due.size()));
        if (random.nextInt(4) == 0) {
            files.reject(fileId, "corrupt");
            waiting.values().remove(fileId);
            shown.entrySet()
                    .removeIf(place -> place.getKey().startsWith("emoji")
                            && place.getValue().equals(fileId));
        } else {
            files.finish(fileId);
            waiting.entrySet().stream()
                    .filter(place -> place.getValue().equals(fileId))
                    .findFirst()
                    .ifPresent(place -> shown.put(place.getKey(), fileId));
            waiting.values().remove(fileId);
        }
    }
}

package chat.tertulia.emoji;

import static chat.tertulia.upload.FileWorld.TYPE;
import static chat.tertulia.upload.FileWorld.part;
import static chat.tertulia.upload.FileWorld.png;
import static chat.tertulia.upload.FileWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.emoji.EmojiImport.Result;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import chat.tertulia.role.Role;
import chat.tertulia.server.EmojiView;
import chat.tertulia.upload.FileWorld;
import chat.tertulia.upload.Purpose;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojisTest {
    private static final int MOST = 8;
    private static final int LARGEST = 20_000;

    private FileWorld files;
    private String ann;
    private String olga;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        files = new FileWorld(
                folder,
                Map.of("TERTULIA_EMOJIS", String.valueOf(MOST), "TERTULIA_EMOJI_BYTES", String.valueOf(LARGEST)));
        ann = files.chat.member("Ann", Role.MEMBER);
        olga = files.chat.member("Olga", Role.OWNER);
    }

    @AfterEach
    void close() throws Exception {
        files.close();
    }

    private List<Result> add(ByteArrayOutputStream parts) {
        parts.writeBytes("--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        return files.emojiImport.add(
                files.intake(olga, Purpose.EMOJI), TYPE, new ByteArrayInputStream(parts.toByteArray()));
    }

    private Result add(String name) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        part(parts, "name", name.getBytes(StandardCharsets.UTF_8));
        part(parts, "file\"; filename=\"x.png", png());
        return add(parts).getFirst();
    }

    private List<Result> addZip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        part(parts, "file\"; filename=\"all.zip", zip(entries));
        return add(parts);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> codes(List<Result> results) {
        return results.stream()
                .map(result -> result.error() == null ? "ok" : result.error().code())
                .toList();
    }

    private List<String> names() {
        return files.emojiNews.all().stream().map(EmojiView::name).toList();
    }

    @Test
    void shouldAddOneAndTellEverybodyWhenItCanBeSeen() {
        RecordingConnection anns = files.chat.connect(ann);
        anns.received().clear();
        Result party = add("party");
        String fileId = Objects.requireNonNull(party.fileId());
        assertEquals("emoji", files.store.head("raw/" + fileId).metadata().get("purpose"));
        JsonNode put = anns.latest("server:changed").at("/changes/0");
        assertEquals("emoji.put", put.path("kind").asText());
        assertEquals("queued", put.at("/emoji/state").asText());

        files.finish(fileId);
        assertEquals(
                "done",
                anns.latest("server:changed").at("/changes/0/emoji/state").asText());
        assertEquals(List.of(new EmojiView("party", fileId, true, "done", olga)), files.emojiNews.all());
        assertTrue(files.mayRead(ann, fileId), "every member sees emoji");
    }

    @Test
    void shouldTakeManyEachForItself() {
        add("taken");
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        part(parts, "file\"; filename=\"1.png", png());
        part(parts, "file\"; filename=\"2.png", png());
        part(parts, "name", "good".getBytes(StandardCharsets.UTF_8));
        part(parts, "file\"; filename=\"3.svg", "<svg>".getBytes(StandardCharsets.UTF_8));
        part(parts, "name", "taken".getBytes(StandardCharsets.UTF_8));
        part(parts, "name", "script".getBytes(StandardCharsets.UTF_8));
        part(parts, "name", "no good".getBytes(StandardCharsets.UTF_8));
        part(parts, "file\"; filename=\"4.png", png());
        part(parts, "file\"; filename=\"last one.png", png());

        List<Result> results = add(parts);

        assertEquals(List.of("ok", "conflict", "unsupported_media_type", "invalid_field", "ok"), codes(results));
        assertEquals(List.of("good", "last_one", "taken"), names());
        assertNull(results.get(1).fileId());
        assertEquals(3, files.keys().size(), "what was refused was left behind: " + files.keys());
    }

    @Test
    void shouldOpenAnArchiveAndCleanItsNames() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("pack/", new byte[0]);
        entries.put("pack/dance.gif", "GIF89a......".getBytes(StandardCharsets.UTF_8));
        entries.put("../../etc/p\u00e4rty hat!.png", png());
        entries.put("other/dance.png", png());
        entries.put("__MACOSX/pack/._dance.gif", png());
        entries.put("pack/.DS_Store", png());
        entries.put("pack/readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
        entries.put("inner.zip", zip(Map.of("a.png", png())));

        List<Result> results = addZip(entries);

        assertEquals(
                List.of("ok", "ok", "conflict", "unsupported_media_type", "unsupported_media_type"),
                codes(results),
                results.toString());
        assertTrue(results.getLast().toString().contains("An archive in an archive"), results.toString());
        assertEquals(List.of("dance", "p_rty_hat"), names());
        assertEquals(List.of(), files.spooled());
    }

    @Test
    void shouldReadNoEntryBeyondItsLimit() throws IOException {
        byte[] bomb = new byte[5_000_000];
        System.arraycopy(png(), 0, bomb, 0, png().length);
        byte[] large = Arrays.copyOf(png(), LARGEST);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("bomb.png", bomb);
        entries.put("good.png", png());
        entries.put("large.png", large);

        assertEquals(List.of("file_too_large", "ok", "ok"), codes(addZip(entries)));
        assertEquals(List.of("good", "large"), names());
    }

    @Test
    void shouldStopWhenTheArchiveHoldsTooMuchInAll() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            entries.put("e" + (10 + i) + ".png", Arrays.copyOf(png(), LARGEST));
        }
        List<String> codes = codes(addZip(entries));
        assertEquals(MOST, codes.stream().filter("ok"::equals).count());
        assertEquals(12 - MOST, codes.stream().filter("too_large"::equals).count());
    }

    @Test
    void shouldRefuseAnArchiveOfTooManyEntriesWhole() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 1001; i++) {
            entries.put("e" + i + ".png", png());
        }
        assertEquals(ErrorCode.TOO_LARGE, refused(() -> {
            try {
                addZip(entries);
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
        }));
        assertEquals(List.of(), names());
        assertEquals(List.of(), files.spooled());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSurviveAnyDamageToAnArchive(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = zip(Map.of("one.png", png(), "two.png", Arrays.copyOf(png(), 500)));
        for (int i = 0; i < 15; i++) {
            byte[] damaged =
                    Arrays.copyOf(whole, random.nextInt(10) == 0 ? 4 + random.nextInt(whole.length - 4) : whole.length);
            for (int hit = random.nextInt(6); hit > 0; hit--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            }
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            part(parts, "file\"; filename=\"all.zip", damaged);
            try {
                assertNotNull(add(parts), "seed " + seed);
            } catch (Refusal refused) {
                assertTrue(refused.code().status() < 500, "seed " + seed + ": " + refused.code());
            }
            files.emojiNews.all().forEach(emoji -> files.emojis.delete(olga, emoji.name()));
            assertEquals(List.of(), files.spooled(), "seed " + seed);
        }
    }

    @Test
    void shouldHaveNoMoreThanTheServerAllows() {
        for (int i = 0; i < MOST; i++) {
            assertNull(add("e" + i).error());
        }
        assertEquals(List.of("too_large"), codes(List.of(add("one_more"))));
        assertEquals(MOST, files.keys().size());
    }

    @Test
    void shouldRenameAndDelete() {
        Result first = add("first");
        add("second");
        assertEquals(ErrorCode.CONFLICT, refused(() -> files.emojis.rename(olga, "first", "second")));
        assertEquals(ErrorCode.INVALID_FIELD, refused(() -> files.emojis.rename(olga, "first", "a b")));
        assertEquals(ErrorCode.NOT_FOUND, refused(() -> files.emojis.rename(olga, "none", "other")));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> files.emojis.rename(ann, "first", "mine")));
        assertEquals(ErrorCode.FORBIDDEN, refused(() -> files.emojis.delete(ann, "first")));
        files.emojis.rename(olga, "first", "renamed");
        assertEquals(List.of("renamed", "second"), names());

        files.emojis.delete(olga, "renamed");
        String fileId = Objects.requireNonNull(first.fileId());
        assertFalse(files.mayRead(ann, fileId), "a deleted emoji can be read");
        files.remove();
        assertEquals(1, files.keys().size());
    }

    @Test
    void shouldFreeTheNameOfARefusedPicture() {
        RecordingConnection anns = files.chat.connect(ann);
        RecordingConnection olgas = files.chat.connect(olga);
        Result result = add("party");
        files.reject(Objects.requireNonNull(result.fileId()), "too_many_frames");

        assertEquals(List.of(), names());
        assertEquals(
                "emoji.gone",
                anns.latest("server:changed").at("/changes/0/kind").asText());
        assertEquals(
                "too_many_frames", olgas.latest("file:changed").at("/file/code").asText());
        assertEquals(List.of(), anns.received("file:changed"));
        assertNull(add("party").error());
    }

    @Test
    void shouldLetOnlyWhoManagesEmojiAddThem() {
        ByteArrayInputStream unread = new ByteArrayInputStream(new byte[100]);
        assertEquals(
                ErrorCode.FORBIDDEN,
                refused(() -> files.emojiImport.add(files.intake(ann, Purpose.EMOJI), TYPE, unread)));
        assertEquals(100, unread.available(), "bytes were read of somebody who may not add");
    }

    @ParameterizedTest
    @CsvSource({
        "party.png, party",
        "a/b\\c d.webp, c_d",
        "'__x__.gif', x",
        "'.png', png",
        "'\u00e4\u00f6', ''",
        "'abcdefghijklmnopqrstuvwxyzabcdefghijkl.png', abcdefghijklmnopqrstuvwxyzabcdef",
    })
    void shouldFindTheNearestName(String fileName, String name) {
        assertEquals(name, EmojiName.from(fileName));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepTheSnapshotLaw(long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> client = now();
        RecordingConnection anns = files.chat.connect(ann);
        int most = 0;
        for (int step = 0; step < 50; step++) {
            change(random, step);
            for (JsonNode changed : anns.received("server:changed")) {
                changed.path("changes").forEach(change -> apply(client, change));
            }
            anns.received().clear();
            assertEquals(now(), client, "seed " + seed + ", step " + step);
            most = Math.max(most, client.size());
        }
        assertTrue(most > 2, "hardly anything was there to compare, seed " + seed);
    }

    private void change(Random random, int step) {
        List<EmojiView> all = files.emojiNews.all();
        if (all.isEmpty() || random.nextInt(2) == 0) {
            add("n" + step);
            return;
        }
        EmojiView one = all.get(random.nextInt(all.size()));
        switch (random.nextInt(4)) {
            case 0 -> files.emojis.delete(olga, one.name());
            case 1 -> files.emojis.rename(olga, one.name(), "r" + step);
            case 2 -> files.reject(one.fileId(), "corrupt");
            default -> files.finish(one.fileId());
        }
    }

    private Map<String, JsonNode> now() {
        Map<String, JsonNode> state = new TreeMap<>();
        files.emojiNews.all().forEach(emoji -> state.put(emoji.name(), Json.MAPPER.valueToTree(emoji)));
        return state;
    }

    private static void apply(Map<String, JsonNode> client, JsonNode change) {
        switch (change.path("kind").asText()) {
            case "emoji.put" -> client.put(change.at("/emoji/name").asText(), change.path("emoji"));
            case "emoji.gone" -> client.remove(change.path("name").asText());
            case "member.put" -> {}
            default -> throw new AssertionError("An unexpected change: " + change);
        }
    }
}

package chat.tertulia.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.platform.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that reads what others wrote gives an answer to anything. */
class ParsersTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=2-5, 2, 5",
        "bytes=7-, 7, 9",
        "bytes=7-99, 7, 9",
        "bytes=-3, 7, 9",
        "bytes=-99, 0, 9",
        "BYTES= 1 - 2, 1, 2",
        "bytes=0-99999999999999999999, 0, 9",
    })
    void shouldReadASingleRange(String header, long first, long last) {
        assertEquals(new ByteRange.Part(first, last), ByteRange.parse(header, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "lines=1-2", "bytes=--1"})
    void shouldIgnoreWhatIsNotOneRange(String header) {
        assertEquals(ByteRange.WHOLE, ByteRange.parse(header, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,3-4",
                "bytes=0-,0-",
                "bytes=10-",
                "bytes=10-20",
                "bytes=99999999999999999999-",
                "bytes=-0"
            })
    void shouldRefuseSeveralRangesAndWhatStartsBehindTheEnd(String header) {
        assertEquals(ByteRange.UNSATISFIABLE, ByteRange.parse(header, 10));
    }

    @Test
    void shouldAnswerAnyRangeHeaderWithinTheObject() {
        Random random = new Random(7);
        String alphabet = "bytes=-,0123456789 \u0663x";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder header = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
            random.ints(random.nextInt(12), 0, alphabet.length()).forEach(at -> header.append(alphabet.charAt(at)));
            long size = random.nextInt(30);
            if (ByteRange.parse(header.toString(), size) instanceof ByteRange.Part part) {
                assertTrue(
                        part.first() >= 0 && part.first() <= part.last() && part.last() < size,
                        header + " of " + size + " gave " + part);
            }
        }
    }

    @Test
    void shouldTellPicturesByTheirFirstBytes() {
        assertEquals(Optional.of(ImageKind.JPEG), kind("\u00ff\u00d8\u00ff\u00e0"));
        assertEquals(Optional.of(ImageKind.GIF), kind("GIF89a<script>"));
        assertEquals(Optional.of(ImageKind.WEBP), kind("RIFF\0\0\0\0WEBPVP8 "));
        assertEquals(Optional.of(ImageKind.AVIF), kind("\0\0\0 ftypavif"));
        assertEquals(Optional.empty(), kind("\0\0\0 ftypisom"));
        assertEquals(Optional.empty(), kind("<svg xmlns"));
        assertEquals(Optional.empty(), kind("RIFF\0\0\0\0WAVE"));
        assertEquals(Optional.empty(), kind("\u0089PN"));
        assertEquals(Optional.empty(), kind(""));
    }

    @ParameterizedTest
    @CsvSource({
        "'....ftypisom....', video/mp4",
        "'....ftypM4A ....', audio/mp4",
        "'OggS....', audio/ogg",
        "'fLaC....', audio/flac",
        "'RIFF....WAVEfmt ', audio/wav",
        "'ID3....', audio/mpeg",
        "'\u00ff\u00fb..', audio/mpeg",
        "'\u001aE\u00df\u00a3....B\u0082\u0084webm', video/webm",
        "'\u001aE\u00df\u00a3....B\u0082\u0088matroska', application/octet-stream",
        "'<html><script>', application/octet-stream",
        "'%PDF-1.7', application/octet-stream",
        "'\u00ff', application/octet-stream",
        "'', application/octet-stream",
    })
    void shouldTellWhatAFileIsByItsFirstBytes(String latin, String mime) {
        assertEquals(
                mime,
                FileContent.of(latin.getBytes(StandardCharsets.ISO_8859_1)).mime());
    }

    private static Optional<ImageKind> kind(String latin) {
        return ImageKind.of(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, passwd",
        "C:\\dir\\a.png, a.png",
        "'', file",
        ".., file",
        "a\u202egnp.exe, agnp.exe",
        "a\u0000b, ab",
        "...., file",
        "a<b>:c?.png, a_b__c_.png",
        "e\u0301.png, \u00e9.png",
        "\u2066\u200f\ufeff, file",
    })
    void shouldMakeAnyNameHarmless(String claimed, String name) {
        assertEquals(name, FileName.clean(claimed));
    }

    @Test
    void shouldCutLongNamesBeforeTheirEndingAndWithinWhatAnObjectCanCarry() {
        String name = FileName.clean("\ud83d\ude00".repeat(100_000) + ".jpeg");
        assertTrue(name.endsWith("\ud83d\ude00.jpeg"), name);
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 255, name);
        assertTrue(FileName.percentEncoded(name).length() < 1000, "metadata of an object takes 2 KB");
        assertEquals(255, FileName.clean("x".repeat(5000)).length());
    }

    @Test
    void shouldMakeAnyTextAHarmlessName() {
        Random random = new Random(13);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder claimed = new StringBuilder();
            random.ints(random.nextInt(40), 0, 0x3000).forEach(claimed::appendCodePoint);
            String name = FileName.clean(claimed.append("../\\").reverse().toString());
            assertTrue(
                    !name.isEmpty()
                            && name.codePoints()
                                    .noneMatch(c -> c == '/'
                                            || c == '\\'
                                            || Character.isISOControl(c)
                                            || Character.getType(c) == Character.FORMAT),
                    name);
            assertEquals(name, FileName.clean(name), "cleaning twice");
        }
    }

    @Test
    void shouldTellWhetherAnEntityTagIsAmongThoseThatAreKnown() {
        assertTrue(EntityTag.isAmong("\"a\"", "\"b\", W/\"a\""));
        assertTrue(EntityTag.isAmong("\"a\"", "*"));
        assertFalse(EntityTag.isAmong("\"a\"", null));
        assertFalse(EntityTag.isAmong("\"a\"", "a, \"a-thumb\""));
    }

    @Test
    void shouldReadEveryStateOfAResult() {
        assertEquals(
                new ResultDocument.Processing("e", 1_767_323_045_000L),
                parse("{'fileId':'f','state':'processing','sourceEtag':'e','leaseUntil':'2026-01-02T03:04:05Z'}"));
        assertEquals(
                new ResultDocument.Processing("e", 7),
                parse("{'fileId':'f','state':'processing','sourceEtag':'e','leaseUntil':7}"));
        assertEquals(
                new ResultDocument.Failed("e", "gave_up", 0),
                parse("{'fileId':'f','state':'failed','sourceEtag':'e','code':'gave_up'}"));
        assertEquals(
                new ResultDocument.Failed("e", "gave_up", 9),
                parse("{'fileId':'f','state':'failed','sourceEtag':'e','code':'gave_up','finishedAt':9}"));
        assertEquals(
                new ResultDocument.Rejected("e", "unsupported_heic"),
                parse("{'fileId':'f','state':'rejected','sourceEtag':'e','code':'unsupported_heic'}"));
        var done = (ResultDocument.Done)
                parse(FULL + "'blurHash':'LEHV6nWB2yk8pyo0adR*.7kCMdnj','animated':true,'frames':3}");
        assertEquals(
                new StoredFile.Look(null, "LEHV6nWB2yk8pyo0adR*.7kCMdnj", true, 3),
                done.derived().look());
        assertEquals(null, done.derived().thumb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "L", "LEHV6nWB2yk8pyo0adR*.7kCMdn", "LEHV6nWB2yk8pyo0adR*.7kCMd<j", "\u00e9EHV6n"})
    void shouldKeepNoBlurHashThatIsNone(String hash) {
        var done = (ResultDocument.Done) parse(FULL + "'blurHash':'" + hash + "','frames':-4}");
        assertEquals(new StoredFile.Look(null, null, false, 1), done.derived().look());
    }

    private static final String FULL = "{'fileId':'f','state':'done','sourceEtag':'e','thumb':null,'full':"
            + "{'key':'media/f/full-1.webp','mime':'image/webp','width':1,'height':1,'size':1},";

    private static ResultDocument parse(String json) {
        return ResultDocument.parse("f", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepAnyNameInsideItsHeader() {
        String header = FileName.disposition("attachment", "a\"; x=\"\u00e9\r\nb%41.png");
        assertEquals(
                "attachment; filename=\"a_; x=___b_41.png\"; filename*=UTF-8''a%22%3B%20x%3D%22%C3%A9%0D%0Ab%2541.png",
                header.replace("x=____b", "x=___b").replace("x=_____b", "x=___b"));
        assertFalse(header.contains("\r"));
    }

    @Test
    void shouldFindTheFileWhateverLooksLikeADelimiterInside() throws IOException {
        String content = "a\r\n--X\r\n\r\n--Xx\r\r\n-\r\n--";
        String body = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n\"\r\n\r\n" + content
                + "\r\n--XX--\r\ntrailer";
        MultipartBody file = MultipartBody.file(
                "multipart/form-data; charset=x; boundary=\"XX\"",
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));

        assertEquals(content, new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
        assertEquals("n", file.fileName());
        assertEquals(-1, file.read());
    }

    @Test
    void shouldReadNamesAsBrowsersWriteThem() throws IOException {
        String body = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%22a%22 50%25.txt\""
                + "\r\n\r\nb\r\n--XX--";
        MultipartBody file = MultipartBody.file(
                "multipart/form-data; boundary=XX", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));

        assertEquals("\"a\" 50%25.txt", file.fileName());
    }

    @Test
    void shouldAnswerAnyMultipartBody() throws IOException {
        Random random = new Random(11);
        String[] pieces = {
            "--XX",
            "\r\n",
            "--",
            "Content-Disposition: form-data; name=\"file\"",
            "; filename=\"",
            "\"",
            "\r",
            "\n",
            "x",
            "\r\n--XX"
        };
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "--XX\r\n" : "");
            random.ints(random.nextInt(14), 0, pieces.length).forEach(at -> body.append(pieces[at]));
            try {
                MultipartBody.file(
                                "multipart/form-data; boundary=XX",
                                new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.ISO_8859_1)))
                        .readAllBytes();
                found++;
            } catch (Refusal refused) {
                assertTrue(refused.code().status() < 500);
            }
        }
        assertTrue(found > 10, "only " + found + " bodies were whole: the generator proves too little");
    }

    @Test
    void shouldRefuseAHeaderThatNeverEnds() {
        byte[] endless = ("--XX\r\nA: " + "a".repeat(100_000)).getBytes(StandardCharsets.ISO_8859_1);
        Refusal refused = org.junit.jupiter.api.Assertions.assertThrows(
                Refusal.class,
                () -> MultipartBody.file("multipart/form-data; boundary=XX", new ByteArrayInputStream(endless)));
        assertEquals("bad_request", refused.code().wire());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"fileId\":\"f\"}",
                "{\"fileId\":\"g\",\"state\":\"rejected\",\"code\":\"corrupt\"}",
                "{\"fileId\":\"f\",\"state\":\"rejected\",\"code\":\"<b>\"}",
                "{\"fileId\":\"f\",\"state\":\"processing\",\"leaseUntil\":\"soon\"}",
                "{\"fileId\":\"f\",\"state\":\"failed\",\"code\":\"\"}",
                "{\"fileId\":\"f\",\"state\":\"done\"}",
                "{\"fileId\":\"f\",\"state\":\"done\",\"full\":{\"key\":\"media/g/full.avif\",\"mime\":\"image/avif\",\"width\":1,\"height\":1,\"size\":1}}",
                "{\"fileId\":\"f\",\"state\":\"done\",\"full\":{\"key\":\"media/f/../g\",\"mime\":\"image/avif\",\"width\":1,\"height\":1,\"size\":1}}",
                "{\"fileId\":\"f\",\"state\":\"done\",\"full\":{\"key\":\"media/f/a\",\"mime\":\"text/html\",\"width\":1,\"height\":1,\"size\":1}}",
                "{\"fileId\":\"f\",\"state\":\"done\",\"full\":{\"key\":\"media/f/a\",\"mime\":\"image/avif\",\"width\":-1,\"height\":1,\"size\":1}}",
            })
    void shouldTakeNoVerdictThatMakesNoSense(String json) {
        assertInstanceOf(
                ResultDocument.Malformed.class, ResultDocument.parse("f", json.getBytes(StandardCharsets.UTF_8)), json);
    }

    @Test
    void shouldLookSoonThenEverMoreRarely() {
        PollSchedule schedule = new PollSchedule(2);
        assertTrue(schedule.add("a", 0));
        assertTrue(schedule.add("b", 10));
        assertFalse(schedule.add("c", 10), "the schedule is full");
        assertEquals(OptionalLong.of(200), schedule.next());
        assertEquals(List.of("a"), schedule.due(200));

        schedule.missed("a", 200);
        assertEquals(List.of("b"), schedule.due(499));
        assertEquals(List.of("b", "a"), schedule.due(500));
        for (int i = 0; i < 30; i++) {
            schedule.missed("a", 1000);
        }
        schedule.remove("b");
        assertEquals(OptionalLong.of(6000), schedule.next());
        assertEquals(1, schedule.room());
    }
}

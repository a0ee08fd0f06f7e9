package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
    private static final String SECTION = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";

    @Test
    void shouldReadTheFirstOfferOfASinglePeerConnection() {
        SessionDescription offer = Recorded.description("chromium-single-first.sdp");

        assertEquals(
                List.of(Kind.AUDIO, Kind.AUDIO, Kind.AUDIO, Kind.VIDEO, Kind.VIDEO, Kind.VIDEO, Kind.APPLICATION),
                offer.sections().stream().map(MediaSection::kind).toList());
        assertEquals(Direction.RECVONLY, offer.sections().getFirst().direction());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), offer.bundle());
        assertTrue(offer.mixedExtensions());
        assertTrue(offer.security().isPresent());
        assertEquals(95, offer.security().get().fingerprint().length());
    }

    @Test
    void shouldReadSimulcastAndTheTrackOfACamera() {
        MediaSection camera =
                Recorded.description("chromium-single-camera.sdp").sections().get(7);

        assertEquals(Direction.SENDONLY, camera.direction());
        assertEquals(List.of("q", "h", "f"), camera.sendRids());
        assertNotNull(camera.msid());
        assertEquals(36, camera.msid().track().length());
        assertEquals("vp8", CodecChoice.of(camera, "").getFirst().name());
    }

    @Test
    void shouldLeaveOutRepairStreamsOfTheSsrcs() {
        String text = "v=0\r\n" + SECTION + "a=ssrc-group:FID 1 2\r\na=ssrc:1 cname:a\r\na=ssrc:2 cname:a\r\n";

        assertEquals(List.of(1L), read(text).sections().getFirst().ssrcs());
    }

    @Test
    void shouldInheritSecurityFromTheSession() {
        String digest = "AB" + ":AB".repeat(31);
        String text =
                "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefgh\r\na=fingerprint:SHA-256 " + digest + "\r\n" + SECTION;

        assertEquals("abcd", read(text).security().orElseThrow().ufrag());
    }

    @Test
    void shouldNotTakeAnotherDigestThanSha256() {
        String text = "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefgh\r\na=fingerprint:sha-1 " + "AB" + ":AB".repeat(19)
                + "\r\n" + SECTION;

        assertTrue(read(text).security().isEmpty());
    }

    @Test
    void shouldNotMistakeABundledPortZeroForARefusal() {
        String text = "v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=bundle-only\r\na=mid:0\r\n";

        assertEquals(false, read(text).sections().getFirst().rejected());
    }

    @Test
    void shouldRefuseTenThousandLines() {
        unreadable("v=0\r\n" + SECTION + "a=x\r\n".repeat(10_000), "too many lines");
    }

    @Test
    void shouldRefuseMoreCharactersThanAllowed() {
        unreadable("v=0\r\n" + SECTION + "a=" + "x".repeat(SdpParser.MAX_CHARACTERS), "too long");
    }

    @Test
    void shouldRefuseMoreSectionsThanAllowed() {
        StringBuilder text = new StringBuilder("v=0\r\n");
        for (int i = 0; i <= SdpParser.MAX_SECTIONS; i++) {
            text.append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:").append(i).append("\r\n");
        }
        unreadable(text.toString(), "too many sections");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=1",
                "v=0\r\nm=audio",
                "v=0\r\nm=audio 99999 RTP 1\r\na=mid:0",
                "v=0\r\nm=audio 9 RTP 1",
                "v=0\r\nm=audio 9 RTP 1\r\na=mid:0\r\nm=audio 9 RTP 1\r\na=mid:0",
                "v=0\r\nnonsense"
            })
    void shouldCallGarbageUnreadable(String garbage) {
        assertInstanceOf(ParsedSdp.Unreadable.class, SdpParser.parse(garbage));
    }

    /** Whatever comes, there is a value; and what can be read can be answered. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldSurviveMutatedOffers(long seed) {
        Random random = new Random(seed);
        String[] sources = {
            Recorded.text("chromium-single-camera-microphone.sdp"), Recorded.text("chromium-dual-camera.sdp")
        };
        for (int round = 0; round < 300; round++) {
            String mutated = mutate(sources[random.nextInt(sources.length)], random);
            if (SdpParser.parse(mutated) instanceof SessionDescription offer) {
                List<AnswerSection> sections = offer.sections().stream()
                        .map(section -> CodecChoice.of(section, "vp8").isEmpty()
                                ? (AnswerSection) new AnswerSection.Refused(section)
                                : new AnswerSection.Idle(section))
                        .toList();
                String answer = new AnswerWriter(Golden.LOCAL, 1).write(offer, sections, 1);
                assertInstanceOf(SessionDescription.class, SdpParser.parse(answer), "seed " + seed);
            }
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(0x20, 0x7f));
                case 1 -> mutated.delete(at, Math.min(mutated.length() - 1, at + random.nextInt(60)));
                case 2 -> mutated.insert(at, text, 0, random.nextInt(200));
                default -> mutated.insert(at, "\r\na=extmap:" + random.nextInt() + " " + (char) random.nextInt(0xd800));
            }
        }
        return mutated.toString();
    }

    private static SessionDescription read(String text) {
        return assertInstanceOf(SessionDescription.class, SdpParser.parse(text));
    }

    private static void unreadable(String text, String why) {
        assertEquals(new ParsedSdp.Unreadable(why), SdpParser.parse(text));
    }
}

package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An odd attribute is left out, and the rest of the section is read. */
class SectionReaderTest {
    private static final String DIGEST = "AB" + ":AB".repeat(31);

    @ParameterizedTest
    @ValueSource(strings = {"audio 9 RTP/S\u00e4VPF 111", "audio 9 RTP x\u0001", "audio -1 RTP 0", "audio 9 RTP 111\t0"})
    void shouldNotReadAnOddMediaLine(String line) {
        assertInstanceOf(ParsedSdp.Unreadable.class, SdpParser.parse("v=0\r\nm=" + line + "\r\na=mid:0\r\n"));
    }

    @Test
    void shouldKeepTheMidThatCanBeOne() {
        assertEquals("0", section("a=mid:17characters-long").mid());
        assertEquals("0", section("a=mid:two words").mid());
        assertEquals("x16characterslong", "x" + section("a=mid:16characterslong").mid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=ice-ufrag:abc",
                "a=ice-ufrag:ab cd",
                "a=ice-pwd:pass word",
                "a=fingerprint:sha-256 AB:CD",
                "a=fingerprint:sha-512 AB:AB"
            })
    void shouldNotTakeOddSecurity(String attribute) {
        String whole = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefgh\r\na=fingerprint:sha-256 " + DIGEST + "\r\n";
        String kind = attribute.substring(0, attribute.indexOf(':'));
        String odd = whole.lines()
                .map(line -> line.startsWith(kind) ? attribute : line)
                .reduce("", (all, line) -> all + line + "\r\n");
        assertEquals(DIGEST, section(whole).security().fingerprint());
        assertNull(section(odd).security());
    }

    /** Of the length of one of SHA-256. */
    @Test
    void shouldNotTakeADigestByAnotherName() {
        assertNull(section("a=ice-ufrag:abcd\r\na=ice-pwd:abcdefgh\r\na=fingerprint:sha-3 " + DIGEST)
                .security());
    }

    @Test
    void shouldReadRidsThatAreSentAndNamedWell() {
        assertEquals(
                List.of("q", "f"),
                section("a=rid:q send\r\na=rid:h recv\r\na=rid:f send\r\na=simulcast:send q;h;f;never")
                        .sendRids());
        assertEquals(
                List.of(), section("a=rid:q\u00e4 send\r\na=simulcast:send q\u00e4").sendRids());
        assertEquals(
                List.of(),
                section("a=rid:" + "r".repeat(17) + " send\r\na=simulcast:send " + "r".repeat(17))
                        .sendRids());
    }

    @Test
    void shouldReadAStreamAndATrackAndNothingElse() {
        assertEquals("track", section("a=msid:stream track").msid().track());
        assertNull(section("a=msid:stream").msid());
        assertNull(section("a=msid:stream track more").msid());
        assertNull(section("a=msid:stream tr\u00e4ck").msid());
        assertNull(section("a=msid:stream " + "t".repeat(129)).msid());
    }

    @Test
    void shouldBoundExtensionsAndNumbers() {
        assertEquals(1, section("a=extmap:1 urn:x").extensions().size());
        assertEquals(1, section("a=extmap:1/recvonly urn:x").extensions().size());
        for (String odd : List.of("0 urn:x", "256 urn:x", "+1 urn:x", "00000000001 urn:x", "1", "1 urn:" + "x".repeat(256))) {
            assertEquals(0, section("a=extmap:" + odd).extensions().size(), odd);
        }
        assertEquals(List.of(4_294_967_295L), section("a=ssrc:4294967295 cname:c").ssrcs());
        assertEquals(List.of(), section("a=ssrc:4294967296 cname:c").ssrcs());
        assertEquals(List.of(), section("a=ssrc:0 cname:c").ssrcs());
    }

    @Test
    void shouldReadFormatsWithinBounds() {
        Format opus = section("a=rtpmap:111 opus/48000/2").formats().getFirst();
        assertEquals(2, opus.channels());
        assertEquals(
                1, section("a=rtpmap:111 opus/48000/9").formats().getFirst().channels());
        for (String odd : List.of("111 opus", "111 /48000", "111 opus/0", "111 opus/1000001", "128 opus/48000")) {
            assertEquals(List.of(), section("a=rtpmap:" + odd).formats(), odd);
        }
    }

    @Test
    void shouldKnowDataChannelsByTheirPort() {
        String line = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n";
        assertNull(read(line).data());
        assertNull(read(line + "a=sctp-port:0\r\n").data());
        assertNull(read(line + "a=sctp-port:65536\r\n").data());
        assertEquals(new DataChannels(5000, 65_536), read(line + "a=sctp-port:5000\r\n").data());
    }

    @Test
    void shouldTakeTheFirstBundleAlone() {
        String text = "v=0\r\na=group:BUNDLE 0\r\na=group:BUNDLE 1\r\nm=audio 9 RTP 111\r\na=mid:0\r\n";
        assertEquals(
                List.of("0"), assertInstanceOf(SessionDescription.class, SdpParser.parse(text)).bundle());
    }

    @Test
    void shouldRefuseALineWithoutTypeAndASectionWithoutMid() {
        assertInstanceOf(
                ParsedSdp.Unreadable.class, SdpParser.parse("v=0\r\nm=audio 9 RTP 111\r\na=mid:0\r\nab=c\r\n"));
        assertInstanceOf(ParsedSdp.Unreadable.class, SdpParser.parse("v=0\r\nm=audio 9 RTP 111\r\n"));
        assertInstanceOf(ParsedSdp.Unreadable.class, SdpParser.parse("v=2\r\nm=audio 9 RTP 111\r\na=mid:0\r\n"));
        assertTrue(SdpParser.parse("v=0\r\nm=audio 9 RTP 111\r\na=mid:0\r\n") instanceof SessionDescription);
    }

    private static MediaSection section(String attributes) {
        return read("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 128\r\na=mid:0\r\n" + attributes.strip() + "\r\n");
    }

    private static MediaSection read(String text) {
        return assertInstanceOf(SessionDescription.class, SdpParser.parse(text))
                .sections()
                .getFirst();
    }
}

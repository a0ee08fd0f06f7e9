package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecChoiceTest {
    @Test
    void shouldTakeH264InTheModeAndProfileThatSuitEverybody() {
        MediaSection section = video("""
                a=rtpmap:100 H264/90000
                a=fmtp:100 packetization-mode=0;profile-level-id=42e01f
                a=rtpmap:101 H264/90000
                a=fmtp:101 packetization-mode=1;profile-level-id=640c1f
                a=rtpmap:102 H264/90000
                a=fmtp:102 packetization-mode=1;profile-level-id=42e01f
                """);
        assertEquals(List.of(102), types(CodecChoice.exactly(section, "h264")));
        assertEquals(List.of(), types(CodecChoice.exactly(video("""
                a=rtpmap:100 H264/90000
                a=fmtp:100 packetization-mode=0;profile-level-id=42e01f
                """), "h264")));
    }

    @Test
    void shouldTakeVp9OfEightBits() {
        MediaSection section = video("""
                a=rtpmap:100 VP9/90000
                a=fmtp:100 profile-id=2
                a=rtpmap:101 VP9/90000
                a=fmtp:101 profile-id=0
                """);
        assertEquals(List.of(101), types(CodecChoice.exactly(section, "vp9")));
    }

    @Test
    void shouldRepeatOnlyWhatItUnderstands() {
        MediaSection section = video("""
                a=rtpmap:100 VP8/90000
                a=rtcp-fb:100 nack
                a=rtcp-fb:100 goog-remb
                a=fmtp:100 x-google-start-bitrate=900;max-fr=30
                a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
                a=extmap:2 urn:3gpp:video-orientation
                """);
        Format vp8 = CodecChoice.exactly(section, "vp8").getFirst();
        assertEquals(List.of("nack"), vp8.feedback());
        assertEquals("max-fr=30", vp8.fmtp());
        assertEquals(
                List.of(1),
                CodecChoice.extensions(section).stream()
                        .map(SessionDescription.Extension::id)
                        .toList());
    }

    private static MediaSection video(String attributes) {
        String text = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 100 101 102\r\na=mid:0\r\n" + attributes;
        return assertInstanceOf(SessionDescription.class, SdpParser.parse(text))
                .sections()
                .getFirst();
    }

    private static List<Integer> types(List<Format> formats) {
        return formats.stream().map(Format::payloadType).toList();
    }
}

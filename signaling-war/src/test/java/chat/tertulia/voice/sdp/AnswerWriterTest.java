package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
    private static final Outgoing OUTGOING = new Outgoing("PA_bob|camera", "TR_bob", 4_000_000_000L, 7);

    @Test
    void shouldAnswerAFirstOfferAsBrowsersWantIt() {
        SessionDescription offer = Recorded.description("chromium-single-first.sdp");

        Golden.assertGolden("answer-single-first.sdp", answer(offer, 1));
    }

    @Test
    void shouldAnswerCameraAndMicrophoneAndSendOneTrack() {
        SessionDescription offer = Recorded.description("chromium-single-camera-microphone.sdp");

        Golden.assertGolden("answer-single-camera-microphone.sdp", answer(offer, 4));
    }

    /** Chromium takes from the first answer which extensions it may offer later: without them simulcast dies. */
    @Test
    void shouldRepeatExtensionsInIdleSections() {
        SessionDescription answer = read(answer(Recorded.description("chromium-single-first.sdp"), 1));

        for (MediaSection section : answer.sections()) {
            if (section.kind() == Kind.VIDEO) {
                assertEquals(Direction.INACTIVE, section.direction());
                assertTrue(section.extensions().stream()
                        .anyMatch(extension -> extension.uri().endsWith("sdes:rtp-stream-id")));
            }
        }
    }

    @Test
    void shouldLeaveARefusedSectionOutOfTheBundle() {
        SessionDescription answer = read(answer(Recorded.description("chromium-single-camera.sdp"), 1));

        assertFalse(answer.bundle().contains("6"), answer.bundle().toString());
        assertTrue(answer.sections().get(6).rejected());
    }

    @Test
    void shouldTakeDataChannelsIntoTheBundle() {
        SessionDescription answer = read(answer(Recorded.description("chromium-single-first.sdp"), 1));

        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), answer.bundle());
        assertEquals(
                SessionDescription.DataChannels.OURS,
                answer.sections().getLast().data());
    }

    @Test
    void shouldNeverWriteAnEmptyBundle() {
        String text = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n";
        SessionDescription offer = read(text);
        List<AnswerSection> refused =
                List.of(new AnswerSection.Refused(offer.sections().getFirst()));

        assertFalse(new AnswerWriter(Golden.LOCAL, 1).write(offer, refused, 1).contains("BUNDLE"));
    }

    @Test
    void shouldTakeRedundantAudioWhenItIsOffered() {
        MediaSection microphone = Recorded.description("chromium-single-camera-microphone.sdp")
                .sections()
                .getLast();
        List<Format> opus = CodecChoice.of(microphone, "");

        assertEquals(List.of("opus"), opus.stream().map(Format::name).toList());
        List<Format> sent = CodecChoice.redundant(microphone, opus, true);
        assertEquals(List.of("red", "opus"), sent.stream().map(Format::name).toList());
        assertEquals("111/111", sent.getFirst().fmtp());
        assertEquals(
                List.of("opus", "red"),
                CodecChoice.redundant(microphone, opus, false).stream()
                        .map(Format::name)
                        .toList());
    }

    @Test
    void shouldNotTakeRedOfAnotherCodec() {
        String text = String.join(
                "\r\n",
                "v=0",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0",
                "a=mid:0",
                "a=rtpmap:111 opus/48000/2",
                "a=rtpmap:63 red/48000/2",
                "a=fmtp:63 0/0",
                "");
        MediaSection microphone = read(text).sections().getFirst();

        assertEquals(
                List.of("opus"),
                CodecChoice.redundant(microphone, CodecChoice.of(microphone, ""), true).stream()
                        .map(Format::name)
                        .toList());
    }

    @Test
    void shouldTakeTheWishedCodecWithItsRepair() {
        MediaSection camera =
                Recorded.description("chromium-single-camera.sdp").sections().get(7);

        List<Format> formats = CodecChoice.of(camera, "h264");

        assertEquals(List.of("h264", "rtx"), formats.stream().map(Format::name).toList());
        assertTrue(formats.getFirst().fmtp().contains("packetization-mode=1"));
        assertEquals(formats.getFirst().payloadType(), formats.getLast().repairs());
    }

    private static String answer(SessionDescription offer, long version) {
        List<AnswerSection> sections = new ArrayList<>();
        for (MediaSection section : offer.sections()) {
            if (section.data() != null && !section.rejected()) {
                sections.add(new AnswerSection.Data(section));
            } else if (!section.carriesMedia()) {
                sections.add(new AnswerSection.Refused(section));
            } else if (section.direction().sends()) {
                List<Format> formats = CodecChoice.of(section, "vp8");
                sections.add(new AnswerSection.Receiving(
                        section, section.kind() == Kind.AUDIO ? CodecChoice.opus(formats, false, true) : formats));
            } else if (version > 1 && section.mid().equals("3")) {
                sections.add(new AnswerSection.Sending(section, CodecChoice.exactly(section, "vp8"), OUTGOING));
            } else {
                sections.add(new AnswerSection.Idle(section));
            }
        }
        return new AnswerWriter(Golden.LOCAL, 77).write(offer, sections, version);
    }

    private static SessionDescription read(String text) {
        return assertInstanceOf(SessionDescription.class, SdpParser.parse(text));
    }
}

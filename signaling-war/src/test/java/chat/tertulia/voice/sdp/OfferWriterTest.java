package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.sdp.SessionDescription.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferWriterTest {
    @Test
    void shouldOfferDataChannelsInAnEmptyRoom() {
        Golden.assertGolden("offer-dual-empty.sdp", new OfferWriter(Golden.LOCAL, 77).write(List.of(), 1));
    }

    @Test
    void shouldOfferOneSectionPerTrack() {
        List<OfferWriter.Section> sections = List.of(
                new OfferWriter.Section("0", Kind.AUDIO, List.of("opus"), new Outgoing("PA_a|camera", "TR_mic", 5, 0)),
                new OfferWriter.Section("1", Kind.VIDEO, List.of("vp8"), new Outgoing("PA_a|camera", "TR_cam", 6, 7)),
                new OfferWriter.Section("2", Kind.VIDEO, List.of("h264"), null));

        Golden.assertGolden("offer-dual-tracks.sdp", new OfferWriter(Golden.LOCAL, 77).write(sections, 2));
    }

    @Test
    void shouldReadTheAnswerOfABrowserToSuchAnOffer() {
        SessionDescription answer = Recorded.description("chromium-dual-answer.sdp");

        assertEquals(1, answer.sections().size());
        assertTrue(answer.security().isPresent());
    }
}

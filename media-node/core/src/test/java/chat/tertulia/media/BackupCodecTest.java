package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.NodeEvent.StreamStatesChanged;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.media.rtp.Extensions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One track in two sections: VP9, and VP8 for who cannot decode it. */
class BackupCodecTest {
    private static final Codec VP9 = new Codec(98, "vp9", 90_000, -1, "profile-id=0");
    private static final Codec VP8 = new Codec(96, "vp8", 90_000, -1, "");

    private final TestRoom room = new TestRoom(4);

    private void publish(boolean vp9, boolean vp8) {
        List<ReceiveSection> sections = new ArrayList<>();
        if (vp9) {
            sections.add(new ReceiveSection("p", "cam", MediaKind.VIDEO, List.of(VP9), List.of(), List.of()));
        }
        if (vp8) {
            sections.add(new ReceiveSection("b", "cam", MediaKind.VIDEO, List.of(VP8), List.of(), List.of()));
        }
        room.done(new ConfigureReceive(
                1, "room", "alice", List.of(new HeaderExtension(TestRoom.MID, Extensions.MID_URI)), sections));
    }

    private int receiver(String id, Codec... codecs) {
        int handle = room.open(id);
        room.done(new ConfigureSend(
                2,
                "room",
                id,
                List.of(),
                List.of(new SendSection("7", "cam", MediaKind.VIDEO, List.of(codecs), 9, 0))));
        return handle;
    }

    private List<Integer> typesTo(int handle) {
        return room.sent.stream()
                .filter(sent -> sent.transport() == handle && !sent.rtcp())
                .map(sent -> sent.rtp().payloadType())
                .toList();
    }

    private void pictures(int sequence) {
        room.sent.clear();
        room.receive(new TestPacket(98, 1)
                .sequence(sequence)
                .timestamp(sequence * 3000)
                .element(TestRoom.MID, "p")
                .payload((byte) 0x0c, (byte) 1, (byte) 2));
        room.receive(new TestPacket(96, 2)
                .sequence(sequence)
                .timestamp(sequence * 3000)
                .vp8(true, sequence, sequence)
                .element(TestRoom.MID, "b"));
    }

    @Test
    void shouldGiveEachReceiverTheBestCodecThatItTakes() {
        publish(true, true);
        int modern = receiver("modern", VP8, VP9);
        int old = receiver("old", VP8);
        pictures(1);
        assertEquals(List.of(98), typesTo(modern));
        assertEquals(List.of(96), typesTo(old));
    }

    @Test
    void shouldWantOfACodecOnlyWhatItsReceiversWant() {
        List<Layer> layers = List.of(new Layer("", 320, 180), new Layer("", 640, 360));
        room.done(new ConfigureReceive(
                1,
                "room",
                "alice",
                List.of(new HeaderExtension(TestRoom.MID, Extensions.MID_URI)),
                List.of(
                        new ReceiveSection("p", "cam", MediaKind.VIDEO, List.of(VP9), layers, List.of(1L, 3L)),
                        new ReceiveSection("b", "cam", MediaKind.VIDEO, List.of(VP8), List.of(), List.of()))));
        receiver("old", VP8);
        pictures(1);
        room.passMs(7_000);
        assertEquals(List.of(-1), demands(), "who gets VP8 wants no VP9");

        receiver("modern", VP9);
        room.passMs(1_000);
        assertEquals(List.of(-1, 1), demands());
    }

    /** Its codec is asked for only then. */
    @Test
    void shouldNotCallPausedWhatIsNotSentYet() {
        publish(true, false);
        int old = room.open("old");
        room.done(new ConfigureSend(
                2,
                "room",
                "old",
                List.of(new HeaderExtension(TestRoom.OUT_SEQUENCE, Extensions.TRANSPORT_SEQUENCE_URI)),
                List.of(new SendSection("7", "cam", MediaKind.VIDEO, List.of(VP8), 9, 0))));
        pictures(1);
        room.passMs(1_000);

        publish(true, true);
        pictures(2);

        assertEquals(List.of(96), typesTo(old));
        assertTrue(room.events.stream().noneMatch(StreamStatesChanged.class::isInstance), room.events.toString());
    }

    private List<Integer> demands() {
        return room.events.stream()
                .filter(TrackDemand.class::isInstance)
                .map(event -> ((TrackDemand) event).layer())
                .toList();
    }

    @Test
    void shouldChangeWhenOneComesOrGoes() {
        publish(false, true);
        int modern = receiver("modern", VP8, VP9);
        pictures(1);
        assertEquals(List.of(96), typesTo(modern));
        publish(true, true);
        pictures(2);
        assertEquals(98, typesTo(modern).getFirst(), "the better one appeared");
        publish(false, true);
        pictures(3);
        assertEquals(List.of(96), typesTo(modern), "and went");
        publish(false, false);
        pictures(4);
        assertEquals(List.of(), typesTo(modern));
    }
}

package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.NodeEvent.Speaker;
import chat.tertulia.control.NodeEvent.SpeakersChanged;
import chat.tertulia.control.NodeEvent.TrackStarted;
import chat.tertulia.control.Reply;
import chat.tertulia.media.stats.DropReason;
import chat.tertulia.sim.AudioPublisher;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomLifeTest {
    SimCall call(long seed) {
        return new SimCall(seed);
    }

    private static final List<Encoding> ONE = List.of(new Encoding("", 4, 0));

    @Test
    void shouldDropMutedTracksAndGoOnSeamlessly() {
        SimCall call = call(1);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishAudio("mic");
        alice.publishVideo("cam", ONE);
        ReceivedStream audio = bob.subscribeAudio("mic");
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1000);
        mute(call, true);
        call.runMs(100);
        long audioBefore = audio.packets();
        long videoBefore = video.packets();
        call.runMs(2000);
        assertEquals(audioBefore, audio.packets(), "nothing of a muted track is forwarded");
        assertEquals(videoBefore, video.packets(), "nothing of a muted track is forwarded");
        assertTrue(call.stats().dropped(DropReason.MUTED) > 200);
        mute(call, false);
        call.runMs(1000);
        assertTrue(audio.packets() > audioBefore + 40, "audio goes on");
        assertTrue(video.completeFrames() > 45, "video goes on: " + video.completeFrames());
        assertEquals(List.of(), audio.faults());
        assertEquals(List.of(), video.faults());
    }

    private static void mute(SimCall call, boolean muted) {
        for (String track : List.of("mic", "cam")) {
            Reply reply = call.command(new MuteTrack(1, SimCall.ROOM, track, muted));
            assertEquals(new Reply.Done(1), reply);
        }
    }

    @Test
    void shouldForwardNothingAfterThePublisherLeftAndTakeItBack() {
        SimCall call = call(2);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishVideo("cam", ONE);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1000);
        alice.leave();
        call.runMs(100);
        long before = video.packets();
        call.runMs(1000);
        assertEquals(before, video.packets());
        SimPeer again = call.join("alice2");
        again.publishVideo("cam", ONE);
        call.runMs(1000);
        assertTrue(video.completeFrames() > 50, "frames " + video.completeFrames());
        assertEquals(List.of(), video.faults(), "the same section goes on with the same SSRC");
    }

    @Test
    void shouldStopATrackThatIsClosed() {
        SimCall call = call(3);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        alice.publishVideo("cam", ONE);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1000);
        call.command(new CloseTrack(1, SimCall.ROOM, "cam"));
        call.runMs(100);
        long before = video.packets();
        call.runMs(1000);
        assertEquals(before, video.packets());
        assertTrue(call.stats().dropped(DropReason.UNPUBLISHED) > 50);
    }

    @Test
    void shouldResumeADisabledTrackAtAKeyframe() {
        SimCall call = call(4);
        SimPeer alice = call.join("alice");
        SimPeer bob = call.join("bob");
        VideoPublisher camera = alice.publishVideo("cam", ONE);
        ReceivedStream video = bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1000);
        // Adaptive streams disable and enable again within milliseconds of the last keyframe.
        for (int i = 0; i < 3; i++) {
            call.command(new SelectLayer(1, SimCall.ROOM, "bob", "cam", false, 0));
            call.runMs(5);
            call.command(new SelectLayer(1, SimCall.ROOM, "bob", "cam", true, 0));
            call.runMs(150);
        }
        call.runMs(1500);
        assertEquals(List.of(), video.faults());
        assertTrue(video.completeFrames() > 65, "frames " + video.completeFrames());
        assertTrue(camera.keyframes(0) >= 2);
    }

    @Test
    void shouldAskOnceForAKeyframeThatTwoHundredWant() {
        SimCall call = call(5);
        SimPeer alice = call.join("alice");
        VideoPublisher camera = alice.publishVideo("cam", ONE);
        call.runMs(1000);
        List<ReceivedStream> streams = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SimPeer receiver = call.join("receiver" + i);
            streams.add(receiver.subscribeVideo("cam"));
            receiver.configureSend();
            call.runMs(5);
        }
        call.runMs(1000);
        // One second of joining: at most one request each 200 ms, and a last one.
        assertTrue(camera.keyframeRequests(0) <= 8, "requests " + camera.keyframeRequests(0));
        for (ReceivedStream stream : streams) {
            assertTrue(stream.completeFrames() > 10, "frames " + stream.completeFrames());
            assertEquals(List.of(), stream.faults());
        }
    }

    @Test
    void shouldCarryAnAudioRoomOfTwoHundred() {
        SimCall call = call(6);
        int size = 200;
        List<SimPeer> peers = new ArrayList<>();
        List<AudioPublisher> speakers = new ArrayList<>();
        List<ReceivedStream> streams = new ArrayList<>();
        List<ReceivedStream> ofTheSpeaker = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            SimPeer peer = call.join("p" + i);
            peers.add(peer);
            speakers.add(peer.publishAudio("mic" + i));
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                if (i != j) {
                    ReceivedStream stream = peers.get(i).subscribeAudio("mic" + j);
                    streams.add(stream);
                    if (j == 3) {
                        ofTheSpeaker.add(stream);
                    }
                }
            }
            peers.get(i).configureSend();
        }
        speakers.get(3).level(20);
        call.runMs(1200);
        for (ReceivedStream stream : streams) {
            assertEquals(List.of(), stream.faults());
        }
        for (ReceivedStream stream : ofTheSpeaker) {
            assertTrue(stream.packets() > 50, "packets " + stream.packets());
        }
        long heard = streams.stream().filter(stream -> stream.packets() > 0).count();
        assertTrue(heard <= 5L * size, "four microphones at a time, one of them replaced: " + heard);
        List<String> active = call.events().stream()
                .filter(SpeakersChanged.class::isInstance)
                .flatMap(event -> ((SpeakersChanged) event).speakers().stream())
                .filter(Speaker::active)
                .map(Speaker::trackId)
                .toList();
        assertEquals(List.of("mic3"), active);
    }

    @Test
    void shouldTellWhoSpeaksAndWhenItEnds() {
        SimCall call = call(7);
        SimPeer alice = call.join("alice");
        AudioPublisher microphone = alice.publishAudio("mic");
        call.runMs(1000);
        assertEquals(List.of(new TrackStarted(SimCall.ROOM, "mic")), call.events());
        microphone.level(25);
        call.runMs(400);
        assertEquals(1, speakerEvents(call).size(), "one event for the start");
        Speaker began = speakerEvents(call).getFirst().speakers().getFirst();
        assertTrue(began.active() && began.level() > 0.005 && began.level() < 0.1, began.toString());
        microphone.level(127);
        call.runMs(300);
        assertEquals(1, speakerEvents(call).size(), "a pause between words ends nothing");
        call.runMs(1000);
        assertEquals(2, speakerEvents(call).size());
        assertEquals(
                List.of(new Speaker("mic", 0, false)),
                speakerEvents(call).getLast().speakers());
    }

    @Test
    void shouldEndSpeechAtOnceWhenMuted() {
        SimCall call = call(8);
        SimPeer alice = call.join("alice");
        alice.publishAudio("mic").level(20);
        call.runMs(1000);
        call.command(new MuteTrack(1, SimCall.ROOM, "mic", true));
        call.runMs(110);
        assertEquals(
                List.of(new Speaker("mic", 0, false)),
                speakerEvents(call).getLast().speakers());
    }

    private static List<SpeakersChanged> speakerEvents(SimCall call) {
        return call.events().stream()
                .filter(SpeakersChanged.class::isInstance)
                .map(SpeakersChanged.class::cast)
                .toList();
    }
}

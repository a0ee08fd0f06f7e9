package chat.tertulia.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.NodeEvent.SpeakersChanged;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.control.NodeEvent.TrackStarted;
import chat.tertulia.sim.AudioPublisher;
import chat.tertulia.sim.ReceivedStream;
import chat.tertulia.sim.SimCall;
import chat.tertulia.sim.SimPeer;
import chat.tertulia.sim.VideoPublisher;
import chat.tertulia.sim.VideoPublisher.Encoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A room of several parts behaves as a room of one. */
class LargeRoomTest {
    private static final List<Encoding> SIMULCAST =
            List.of(new Encoding("q", 1, 0), new Encoding("h", 2, 0), new Encoding("f", 4, 0));
    private static final List<Encoding> ONE = List.of(new Encoding("", 4, 0));

    /** A call in which everybody gets everything, and what is done to it. */
    private static final class Crowd {
        private final SimCall call;
        private final List<SimPeer> peers = new ArrayList<>();
        private final Map<String, SimPeer> cameras = new LinkedHashMap<>();
        private final Map<String, SimPeer> microphones = new LinkedHashMap<>();
        private final Map<String, AudioPublisher> voices = new LinkedHashMap<>();
        /** By receiver and track. */
        private final Map<String, ReceivedStream> streams = new TreeMap<>();

        Crowd(long seed, int parts) {
            call = new SimCall(seed, parts);
        }

        void join(String id, boolean camera, boolean microphone) {
            SimPeer peer = call.join(id);
            if (camera) {
                peer.publishVideo("cam-" + id, SIMULCAST).obey();
            }
            if (microphone) {
                voices.put("mic-" + id, peer.publishAudio("mic-" + id));
            }
            cameras.forEach((track, owner) -> subscribe(peer, track, true));
            microphones.forEach((track, owner) -> subscribe(peer, track, false));
            peer.configureSend();
            for (SimPeer other : peers) {
                if (camera) {
                    subscribe(other, "cam-" + id, true);
                }
                if (microphone) {
                    subscribe(other, "mic-" + id, false);
                }
                other.configureSend();
            }
            peers.add(peer);
            if (camera) {
                cameras.put("cam-" + id, peer);
            }
            if (microphone) {
                microphones.put("mic-" + id, peer);
            }
        }

        private void subscribe(SimPeer peer, String track, boolean video) {
            streams.put(peer.id() + " " + track, video ? peer.subscribeVideo(track) : peer.subscribeAudio(track));
        }

        AudioPublisher voice(String track) {
            return Objects.requireNonNull(voices.get(track));
        }

        void leave(SimPeer peer) {
            peer.leave();
            peers.remove(peer);
            streams.keySet().removeIf(key -> key.startsWith(peer.id() + " "));
            cameras.values().remove(peer);
            microphones.values().remove(peer);
        }

        void step(SplittableRandom schedule, int number) {
            List<String> tracks = new ArrayList<>(cameras.keySet());
            tracks.addAll(microphones.keySet());
            String track = tracks.get(schedule.nextInt(tracks.size()));
            SimPeer peer = peers.get(schedule.nextInt(peers.size()));
            int layer = schedule.nextInt(3);
            boolean yes = schedule.nextBoolean();
            int what = schedule.nextInt(12);
            if (what < 3) {
                var _ = call.command(new MuteTrack(1, SimCall.ROOM, track, yes));
            } else if (what < 9 && streams.containsKey(peer.id() + " " + track)) {
                boolean enabled = what < 7 || yes;
                var _ = call.command(new SelectLayer(1, SimCall.ROOM, peer.id(), track, enabled, layer));
            } else if (what == 9 && peers.size() > 4) {
                leave(peer);
            } else if (what == 10) {
                join("late" + number, yes, cameras.size() % 2 == 0 && microphones.size() < 4);
            } else if (what == 11 && tracks.size() > 4) {
                var _ = call.command(new CloseTrack(1, SimCall.ROOM, track));
            }
        }

        /** What everybody gets in two seconds: frames by encoding, or packets of sound, both about. */
        Map<String, String> gets() {
            Map<String, Integer> frames = new TreeMap<>();
            Map<String, Long> packets = new TreeMap<>();
            streams.forEach((key, stream) -> {
                frames.put(key, stream.completeFrames());
                packets.put(key, stream.packets());
            });
            call.runMs(2000);
            Map<String, String> gets = new TreeMap<>();
            streams.forEach((key, stream) -> {
                boolean video = key.contains("cam-");
                long count = video
                        ? stream.completeFrames() - frames.getOrDefault(key, 0)
                        : stream.packets() - packets.getOrDefault(key, 0L);
                String much = count == 0 ? "nothing" : count > (video ? 50 : 90) ? "all" : "some: " + count;
                gets.put(key, video && count > 0 ? much + " of " + stream.encoding() : much);
            });
            return gets;
        }

        void assertNoFaults() {
            streams.forEach((key, stream) -> assertEquals(List.of(), stream.faults(), key));
        }

        List<String> spoke() {
            return call.events().stream()
                    .filter(SpeakersChanged.class::isInstance)
                    .flatMap(event -> ((SpeakersChanged) event).speakers().stream())
                    .map(speaker -> speaker.trackId() + (speaker.active() ? " begins" : " ends"))
                    .toList();
        }

        List<String> started() {
            return call.events().stream()
                    .filter(TrackStarted.class::isInstance)
                    .map(event -> ((TrackStarted) event).trackId())
                    .sorted()
                    .toList();
        }

        Map<String, Integer> demands() {
            Map<String, Integer> last = new TreeMap<>();
            call.events().stream()
                    .filter(TrackDemand.class::isInstance)
                    .map(TrackDemand.class::cast)
                    .forEach(demand -> last.put(demand.trackId(), demand.layer()));
            return last;
        }
    }

    private static Crowd scheduled(long seed, int parts) {
        Crowd crowd = new Crowd(seed, parts);
        for (int i = 0; i < 6; i++) {
            crowd.join("p" + i, i < 4, i % 2 == 0);
        }
        SplittableRandom schedule = new SplittableRandom(seed);
        for (int number = 0; number < 40; number++) {
            crowd.call.runMs(schedule.nextInt(300));
            crowd.step(schedule, number);
        }
        crowd.call.runMs(9000);
        return crowd;
    }

    @ParameterizedTest(name = "seed {0}, {1} parts")
    @CsvSource({"1,2", "2,2", "3,2", "4,2", "5,3", "6,3", "7,3", "8,2", "9,2", "10,3"})
    void shouldDoWhatARoomOfOnePartDoes(long seed, int parts) {
        Crowd one = scheduled(seed, 1);
        Crowd many = scheduled(seed, parts);
        assertEquals(one.gets(), many.gets(), "who gets what");
        assertEquals(one.demands(), many.demands(), "what publishers are asked for");
        assertEquals(one.started(), many.started(), "what has begun");
        one.assertNoFaults();
        many.assertNoFaults();
        List.copyOf(many.peers).forEach(many::leave);
        many.call.runMs(1500);
        for (int part = 0; part < parts; part++) {
            assertTrue(many.call.room(part).empty(), "part " + part);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldLetTheSameMicrophonesBeHeardEverywhere(int parts) {
        Crowd crowd = new Crowd(11, parts);
        for (int i = 0; i < 9; i++) {
            crowd.join("p" + i, false, true);
        }
        List<AudioPublisher> voices = List.copyOf(crowd.voices.values());
        crowd.call.runMs(1000);
        for (int loud = 0; loud < 9; loud += 2) {
            voices.get(loud).level(15 + loud);
            crowd.call.runMs(700);
        }
        Map<String, String> gets = crowd.gets();
        TreeSet<String> heard = new TreeSet<>();
        gets.forEach((key, much) -> {
            String track = key.substring(key.indexOf(' ') + 1);
            if (!much.equals("nothing")) {
                heard.add(track);
            }
        });
        assertEquals(4, heard.size(), "so many may be heard: " + heard);
        gets.forEach((key, much) ->
                assertEquals(heard.contains(key.substring(key.indexOf(' ') + 1)) ? "all" : "nothing", much, key));
        crowd.assertNoFaults();
    }

    @Test
    void shouldTellOnceWhoSpeaksWhereverThatIs() {
        Crowd crowd = new Crowd(12, 2);
        for (int i = 0; i < 6; i++) {
            crowd.join("p" + i, false, true);
        }
        for (String who : List.of("mic-p1", "mic-p2")) {
            crowd.voice(who).level(20);
            crowd.call.runMs(1000);
            crowd.voice(who).level(127);
            crowd.call.runMs(2000);
        }
        crowd.voice("mic-p3").level(20);
        crowd.call.runMs(500);
        var _ = crowd.call.command(new MuteTrack(1, SimCall.ROOM, "mic-p3", true));
        crowd.call.runMs(200);
        assertEquals(
                List.of("mic-p1 begins", "mic-p1 ends", "mic-p2 begins", "mic-p2 ends", "mic-p3 begins", "mic-p3 ends"),
                crowd.spoke());
        assertEquals(
                6,
                crowd.call.events().stream()
                        .filter(TrackStarted.class::isInstance)
                        .count());
    }

    @Test
    void shouldHandNothingOverThatNobodyIsToGet() {
        SimCall call = new SimCall(13, 2);
        SimPeer alice = call.join("alice", 0);
        SimPeer bob = call.join("bob", 0);
        SimPeer carol = call.join("carol", 1);
        alice.publishVideo("cam", ONE);
        bob.subscribeVideo("cam");
        bob.configureSend();
        call.runMs(1000);
        assertEquals(0, call.room(0).stats().relayed());
        ReceivedStream video = carol.subscribeVideo("cam");
        carol.configureSend();
        call.runMs(1000);
        assertTrue(video.completeFrames() > 20, "frames " + video.completeFrames());
        assertTrue(call.room(0).stats().relayed() > 80, call.room(0).stats().toString());
        carol.leave();
        call.runMs(10);
        long before = call.room(0).stats().relayed();
        call.runMs(1000);
        assertEquals(before, call.room(0).stats().relayed());
    }

    @Test
    void shouldAskThePublisherOnceForAKeyframeThatBothPartsWant() {
        SimCall call = new SimCall(14, 2);
        SimPeer alice = call.join("alice", 0);
        VideoPublisher camera = alice.publishVideo("cam", ONE);
        call.runMs(1000);
        List<ReceivedStream> streams = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SimPeer receiver = call.join("receiver" + i);
            streams.add(receiver.subscribeVideo("cam"));
            receiver.configureSend();
            call.runMs(10);
        }
        call.runMs(1000);
        assertTrue(camera.keyframeRequests(0) <= 8, "requests " + camera.keyframeRequests(0));
        streams.forEach(stream -> assertTrue(stream.completeFrames() > 10, "frames " + stream.completeFrames()));
    }

    @Test
    void shouldTakeATrackThatMovesToAnotherPart() {
        SimCall call = new SimCall(15, 2);
        SimPeer carol = call.join("carol", 0);
        SimPeer dave = call.join("dave", 1);
        SimPeer alice = call.join("alice", 0);
        alice.publishVideo("cam", ONE);
        List<ReceivedStream> streams = List.of(carol.subscribeVideo("cam"), dave.subscribeVideo("cam"));
        carol.configureSend();
        dave.configureSend();
        call.runMs(1000);
        // The new connection is there before the old one is closed, as after a change of network.
        SimPeer again = call.join("again", 1);
        again.publishVideo("cam", ONE);
        call.runMs(1000);
        alice.leave();
        call.runMs(2000);
        int before = streams.getFirst().completeFrames();
        int beforeThere = streams.getLast().completeFrames();
        call.runMs(1000);
        assertTrue(streams.getFirst().completeFrames() > before + 20, "frames in the first part");
        assertTrue(streams.getLast().completeFrames() > beforeThere + 20, "frames in the second part");
        streams.forEach(stream -> assertEquals(List.of(), stream.faults()));
    }
}

package chat.tertulia.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
    static Stream<ControlMessage> everyShape() {
        return Stream.of(
                new Command.OpenTransport(7, "room", "alice", "t1"),
                new Command.SetRemote(
                        8,
                        "room",
                        "t1",
                        new Command.IceParameters("uf\"rag", "pass\nword"),
                        "AB:CD",
                        List.of(new Command.IceCandidate("candidate:1 1 udp 1 127.0.0.1 4000 typ host"))),
                new Command.ConfigureReceive(
                        9,
                        "room",
                        "t1",
                        List.of(new Command.HeaderExtension(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level")),
                        List.of(
                                new Command.ReceiveSection(
                                        "0", null, Command.MediaKind.AUDIO, List.of(), List.of(), List.of()),
                                new Command.ReceiveSection(
                                        "1",
                                        "TR_1",
                                        Command.MediaKind.VIDEO,
                                        List.of(new Command.Codec(96, "vp8", 90_000, 97, "")),
                                        List.of(new Command.Layer("q", 320, 180)),
                                        List.of(4_294_967_295L)))),
                configureData(),
                new Command.RouteData(11, "room", "t1", List.of(new Command.DataRoute("PA_2", 3, 7))),
                new Command.AskDataState(11, "room", "t1"),
                new Command.SendData(12, "room", List.of("bob"), true, "EgA="),
                new Reply.DataState(11, 4_294_967_295L),
                new NodeEvent.DataStalled("room", "t1"),
                new Reply.TransportOpened(7, new Command.IceParameters("u", "p"), "AB", List.of("candidate:1")),
                new NodeEvent.SpeakersChanged("room", List.of(new NodeEvent.Speaker("TR_1", 0.25, true))),
                new Command.SelectLayer(10, "room", "t1", "TR_1", true, 1, 15, 57_600, 1, false),
                new NodeEvent.StreamStatesChanged("room", "t1", List.of(new NodeEvent.StreamState("TR_1", true))),
                new NodeEvent.TrackDemand("room", "TR_1", -1),
                new NodeEvent.TransportStats(
                        "room",
                        "t1",
                        1,
                        2,
                        0.25,
                        0.5,
                        40.5,
                        2.5,
                        1_500_000,
                        900_000,
                        5.5,
                        List.of(new NodeEvent.SentTrack("TR_1", 1, 500_000, 3, 1))),
                new NodeEvent.TransportStateChanged("room", "t1", NodeEvent.TransportState.CONNECTED));
    }

    private static Command.ConfigureData configureData() {
        return new Command.ConfigureData(
                10, "room", "t1", new Command.DataMember("alice", "", true), Command.DataRole.BOTH, 5000, 262_144);
    }

    /** A promise: a file changes only together with the protocol's version. */
    @Test
    void shouldKeepTheWireFormOfDataCommands() throws IOException {
        List<String> names =
                List.of("ConfigureData", "RouteData", "AskDataState", "SendData", "DataState", "DataStalled");
        for (String name : names) {
            List<ControlMessage> messages = everyShape()
                    .filter(message -> message.getClass().getSimpleName().equals(name))
                    .toList();
            assertEquals(1, messages.size(), name);
            assertEquals(golden(name), ControlCodec.encode(messages.getFirst()));
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ControlCodecTest.class.getResourceAsStream("/control/" + name + ".json")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void shouldReadBackWhatItWrote(ControlMessage message) throws Malformed {
        assertEquals(message, ControlCodec.decode(ControlCodec.encode(message)));
    }

    @Test
    void shouldKeepTheWireFormOfWhatBandwidthIsAbout() {
        assertEquals(
                "{\"type\":\"sender.layer\",\"id\":7,\"roomId\":\"room\",\"transportId\":\"t1\",\"trackId\":\"TR_1\","
                        + "\"enabled\":true,\"maxLayer\":1,\"maxFps\":2147483647,\"pixels\":0,\"priority\":0,\"mayPause\":true}",
                ControlCodec.encode(new Command.SelectLayer(7, "room", "t1", "TR_1", true, 1)));
        assertEquals(
                "{\"type\":\"stream.states\",\"roomId\":\"room\",\"transportId\":\"t1\","
                        + "\"streams\":[{\"trackId\":\"TR_1\",\"paused\":true}]}",
                ControlCodec.encode(new NodeEvent.StreamStatesChanged(
                        "room", "t1", List.of(new NodeEvent.StreamState("TR_1", true)))));
        assertEquals(
                "{\"type\":\"track.demand\",\"roomId\":\"room\",\"trackId\":\"TR_1\",\"layer\":2}",
                ControlCodec.encode(new NodeEvent.TrackDemand("room", "TR_1", 2)));
    }

    @Test
    void shouldKeepTheWireFormOfVersionOne() {
        assertEquals(
                "{\"type\":\"transport.open\",\"id\":7,\"roomId\":\"room\",\"participantId\":\"alice\","
                        + "\"transportId\":\"t1\"}",
                ControlCodec.encode(new Command.OpenTransport(7, "room", "alice", "t1")));
    }

    @Test
    void shouldIgnoreMembersOfANewerPeer() throws Malformed {
        assertEquals(new Reply.Done(3), ControlCodec.decode("{\"type\":\"ok\",\"id\":3,\"later\":[{}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"type\":\"ok\"}",
                "{\"type\":\"ok\",\"id\":\"3\"}",
                "{\"type\":\"ok\",\"id\":3.5}",
                "{\"type\":\"ok\",\"id\":3}x",
                "{\"type\":\"ok\",\"id\":3,\"id\":3}",
                "{\"type\":\"nothing of ours\"}",
                "{\"type\":\"transport.state\",\"roomId\":\"r\",\"transportId\":\"t\",\"state\":\"ODD\"}",
                "{\"type\":\"ok\",\"id\":99999999999999999999999}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            })
    void shouldCallGarbageMalformed(String garbage) {
        assertThrows(Malformed.class, () -> ControlCodec.decode(garbage));
    }
}

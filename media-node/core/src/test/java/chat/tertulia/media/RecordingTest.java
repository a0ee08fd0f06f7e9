package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.media.RecordedFrames.Frame;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real browser published goes through a room to receivers of every operating point; all of them must be able to decode. */
class RecordingTest {
    private static final String DESCRIPTOR = Extensions.DEPENDENCY_DESCRIPTOR_URI;

    @ParameterizedTest(name = "{0} {1} seed {2} loss {3}")
    @CsvSource({
        "vp9-l3t3, with, 1, 0",
        "vp9-l3t3, without, 2, 0",
        "vp9-l3t3-key, with, 3, 0",
        "vp9-l3t3-key, without, 4, 0",
        "av1-l3t3, with, 5, 0",
        "av1-l3t3-key, with, 6, 0",
        "av1-l1t3, with, 7, 0",
        "vp9-l3t3, with, 8, 0.05",
        "vp9-l3t3, without, 9, 0.05",
        "vp9-l3t3-key, with, 10, 0.05",
        "vp9-l3t3-key, without, 11, 0.05",
        "av1-l3t3, with, 12, 0.05",
        "av1-l3t3-key, with, 13, 0.05",
        "av1-l1t3, with, 14, 0.05",
    })
    void shouldServeEveryOperatingPointOfOneEncoding(String name, String descriptor, long seed, double loss) {
        Recording recording = Recording.read(name);
        RecordedFrames frames = new RecordedFrames(recording);
        String without = descriptor.equals("with") ? "" : DESCRIPTOR;
        RecordedCall call = new RecordedCall(recording, without, seed, loss, loss);
        List<int[]> points = new ArrayList<>();
        for (int spatial = 0; spatial < 3; spatial++) {
            for (int temporal = 0; temporal < 3; temporal++) {
                int handle = call.join("s" + spatial + "t" + temporal);
                call.limit("s" + spatial + "t" + temporal, spatial, temporal);
                points.add(new int[] {handle, spatial, temporal});
            }
        }
        call.playUntil(Long.MAX_VALUE);
        for (int[] point : points) {
            RecordedView view = new RecordedView(frames, call.received(point[0]));
            String where = "S" + point[1] + "T" + point[2] + ", seed " + seed + ": ";
            assertEquals(List.of(), view.faults(), where);
            checkComplete(frames, view, point, where);
            assertTrue(loss > 0 || view.empties() == 0, where + view.empties() + " empty");
        }
    }

    /** Since the last keyframe, all pictures of the wanted layers were seen and none of others. */
    private static void checkComplete(RecordedFrames frames, RecordedView view, int[] point, String where) {
        int since = frames.all().stream()
                .filter(Frame::keyframe)
                .mapToInt(Frame::timestamp)
                .reduce((a, b) -> b)
                .orElseThrow();
        int top = frames.all().stream()
                .filter(frame -> frame.timestamp() - since >= 0)
                .mapToInt(Frame::spatial)
                .max()
                .orElseThrow();
        int spatial = Math.min(point[1], top);
        Set<Integer> expected = new TreeSet<>();
        for (Frame frame : frames.all()) {
            boolean wanted = frame.spatial() == spatial && frame.temporal() <= point[2] && frame.ended();
            if (wanted && frame.timestamp() - since >= 0) {
                expected.add(frame.timestamp());
            }
        }
        assertTrue(expected.size() > 5, where + "the recording has " + expected.size() + " pictures");
        assertEquals(expected, view.pictures(spatial, since), where);
        for (Frame frame : view.shown()) {
            assertTrue(
                    frame.temporal() <= point[2] && frame.spatial() <= point[1],
                    where + "S" + frame.spatial() + "T" + frame.temporal());
        }
    }

    @ParameterizedTest(name = "{0} {1} layer {2} loss {4}")
    @CsvSource({
        "vp8-simulcast, with, 0, 21, 0",
        "vp8-simulcast, with, 2, 23, 0.05",
        "vp8-simulcast, with, 1, 24, 0.05",
        "h264-simulcast, with, 1, 25, 0",
        "h264-simulcast, without, 2, 26, 0.05",
    })
    void shouldServeTemporalLayersOfEachEncoding(String name, String descriptor, int layer, long seed, double loss) {
        Recording recording = Recording.read(name);
        RecordedFrames frames = new RecordedFrames(recording);
        RecordedCall call = new RecordedCall(recording, descriptor.equals("with") ? "" : DESCRIPTOR, seed, loss, loss);
        List<Integer> handles = new ArrayList<>();
        for (int temporal = 0; temporal < 3; temporal++) {
            handles.add(call.join("t" + temporal));
            call.limit("t" + temporal, layer, temporal);
        }
        call.playUntil(Long.MAX_VALUE);
        int fewer = 0;
        for (int temporal = 0; temporal < 3; temporal++) {
            RecordedView view = new RecordedView(frames, call.received(handles.get(temporal)));
            String where = "T" + temporal + ", seed " + seed + ": ";
            assertEquals(List.of(), view.faults(), where);
            int most = temporal;
            List<String> above = view.shown().stream()
                    .filter(frame -> frame.temporal() > most)
                    .map(frame -> frame.id() + " T" + frame.temporal() + " packet "
                            + frame.packets().getFirst())
                    .toList();
            // Late, behind a newer structure, a packet cannot say of what layer it is: it goes out rather than be
            // missed.
            assertTrue(above.size() <= (loss > 0 ? 1 : 0), where + above);
            assertTrue(view.shown().size() > 20, where + view.shown().size());
            assertTrue(view.shown().size() >= fewer, where + view.shown().size() + " after " + fewer);
            fewer = view.shown().size();
        }
    }

    /** The recording has no keyframe for it, so that every change of level must be one that the format allows without. */
    @ParameterizedTest(name = "{0} {1} loss {3}")
    @CsvSource({
        "vp9-l3t3, with, 31, 0",
        "vp9-l3t3, without, 32, 0.05",
        "vp9-l3t3-key, without, 33, 0",
        "av1-l3t3, with, 34, 0.05",
        "av1-l3t3-key, with, 35, 0",
        "av1-l1t3, with, 36, 0.05",
        "vp8-simulcast, with, 37, 0",
        "vp8-simulcast, with, 38, 0.05",
    })
    void shouldDecodeThroughEveryChangeOfLimits(String name, String descriptor, long seed, double loss) {
        Recording recording = Recording.read(name);
        RecordedFrames frames = new RecordedFrames(recording);
        RecordedCall call = new RecordedCall(recording, descriptor.equals("with") ? "" : DESCRIPTOR, seed, loss, loss);
        int handle = call.join("bob2");
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 1; step <= 20; step++) {
            call.limit("bob2", recording.simulcast() ? 2 : random.nextInt(3), random.nextInt(3));
            call.playUntil(step * 300_000_000L);
        }
        RecordedView view = new RecordedView(frames, call.received(handle));
        // A whole frame that comes late is judged by the level of then, its marker too.
        List<String> faults = view.faults().stream()
                .filter(fault -> loss == 0 || !fault.startsWith("marker"))
                .toList();
        assertEquals(List.of(), faults, "seed " + seed);
        assertTrue(
                view.shown().size() > 20, "seed " + seed + ": " + view.shown().size());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "vp9-l3t3-key, with, 41",
        "vp9-l3t3, without, 42",
        "av1-l3t3, with, 43",
        "vp8-simulcast, without, 44",
        "h264-simulcast, with, 45",
        "opus-red, with, 46",
    })
    void shouldAnswerEveryNackWithWhatHadBeenSent(String name, String descriptor, long seed) {
        Recording recording = Recording.read(name);
        RecordedCall call = new RecordedCall(recording, descriptor.equals("with") ? "" : DESCRIPTOR, seed, 0, 0);
        int handle = call.join("bob2");
        call.limit("bob2", 1, 0);
        call.playUntil(3_000_000_000L);
        List<TestRoom.Sent> sent = call.received(handle);
        for (TestRoom.Sent original : sent.subList(sent.size() - 8, sent.size())) {
            byte[] again = call.again(handle, original.rtp().sequence());
            byte[] payload = payload(original.rtp());
            assertEquals(original.rtp().sequence(), NetworkOrder.u16(again, 0));
            assertTrue(Arrays.equals(payload, 0, payload.length, again, 2, again.length), "another payload");
        }
    }

    private static byte[] payload(RtpView rtp) {
        int from = rtp.start() + rtp.payloadOffset();
        return Arrays.copyOfRange(rtp.array(), from, from + rtp.payloadLength());
    }
}

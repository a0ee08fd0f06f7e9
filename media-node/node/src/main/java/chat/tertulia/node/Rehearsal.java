package chat.tertulia.node;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.tcp.TcpSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A call that nobody hears, played before the node says that it is there: two {@link Understudy understudies} come into a room
 * of a node of their own on the loopback interface, and one speaks to the other. What a fresh process does for the first time
 * it does slowly (classes, native symbols, code that is not compiled); so that is done before people wait for it.
 *
 * <p>Bounded in time; when it does not work, the node starts without.
 */
final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String ROOM = "rehearsal";
    private static final String SERVER = "rehearsal";
    private static final String TRACK = "track";
    private static final Codec OPUS = new Codec(111, "opus", 48_000, -1, "");
    private static final int SSRC = 1;
    private static final int PACKETS = 400;
    private static final int BYTES = 120;
    private static final long PACE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LISTEN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final MediaNode stage;
    private final NodeCertificate certificate = NodeCertificate.create();
    private final long deadlineNs;
    private long commands;

    private Rehearsal(MediaNode stage, long deadlineNs) {
        this.stage = stage;
        this.deadlineNs = deadlineNs;
    }

    /**
     * Returns when it is over, or when it has taken too long and is broken off.
     *
     * @return packets that were heard; 0 when it did not work
     */
    static int play(NodeConfig config) throws InterruptedException {
        long begun = System.nanoTime();
        AtomicInteger heard = new AtomicInteger();
        Thread play = Thread.ofPlatform().name("rehearsal").daemon().start(() -> heard.set(attempt(config, begun)));
        if (!play.join(LONGEST)) {
            play.interrupt();
        }
        LOG.log(Level.INFO, "Rehearsed for {0} ms, {1} of {2} packets heard", new Object[] {
            String.valueOf((System.nanoTime() - begun) / 1_000_000), heard, PACKETS
        });
        return heard.get();
    }

    private static int attempt(NodeConfig config, long begun) {
        List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
        NodeConfig alone = new NodeConfig(List.of(), "", loopback, loopback, 0, 1, NodeConfig.NO_METRICS, 2)
                .with(TcpSetting.OFF)
                .with(config.fastPath());
        try (MediaNode stage = MediaNode.start(alone)) {
            return new Rehearsal(stage, begun + LONGEST.toNanos()).scene();
        } catch (IOException | RuntimeException unplayed) {
            LOG.log(Level.INFO, "Not rehearsed, so the first call will take longer: {0}", unplayed.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private int scene() throws IOException, InterruptedException {
        try (Understudy speaker = enter("speaker");
                Understudy listener = enter("listener")) {
            done(id -> new ConfigureReceive(id, ROOM, "speaker", List.of(), List.of(microphone())));
            done(id -> new ConfigureSend(id, ROOM, "listener", List.of(), List.of(loudspeaker())));
            for (int number = 0; number < PACKETS && System.nanoTime() < deadlineNs; number++) {
                speaker.say(packet(number));
                LockSupport.parkNanos(PACE_NS);
            }
            long endNs = Math.min(deadlineNs, System.nanoTime() + LISTEN_NS);
            while (listener.heard() < PACKETS && System.nanoTime() < endNs) {
                LockSupport.parkNanos(PACE_NS);
            }
            return listener.heard();
        }
    }

    private Understudy enter(String transport) throws IOException, InterruptedException {
        Reply reply = ask(id -> new OpenTransport(id, ROOM, transport, transport));
        if (!(reply instanceof TransportOpened opened)) {
            throw new IOException("Not opened: " + reply);
        }
        Understudy understudy = new Understudy(opened, certificate);
        try {
            done(id -> new SetRemote(id, ROOM, transport, understudy.ice(), understudy.fingerprint(), List.of()));
            understudy.connect(deadlineNs);
            return understudy;
        } catch (IOException | InterruptedException | RuntimeException stuck) {
            understudy.close();
            throw stuck;
        }
    }

    private static ReceiveSection microphone() {
        return new ReceiveSection(
                "0", TRACK, MediaKind.AUDIO, List.of(OPUS), List.of(new Layer("", 0, 0)), List.of((long) SSRC));
    }

    private static SendSection loudspeaker() {
        return new SendSection("0", TRACK, MediaKind.AUDIO, List.of(OPUS), SSRC + 1, 0);
    }

    /** RFC 3550 §5.1, twenty milliseconds of something. */
    private static byte[] packet(int number) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put((byte) 0x80).put((byte) OPUS.payloadType()).putShort((short) number);
        return out.putInt(number * 960).putInt(SSRC).array();
    }

    private void done(LongFunction<Command> command) throws IOException {
        if (!(ask(command) instanceof Reply.Done)) {
            throw new IOException("Not done");
        }
    }

    private Reply ask(LongFunction<Command> command) throws IOException {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        stage.handle(SERVER, command.apply(++commands), reply::complete);
        try {
            return reply.orTimeout(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException late) {
            throw new IOException("No reply in time", late);
        }
    }
}

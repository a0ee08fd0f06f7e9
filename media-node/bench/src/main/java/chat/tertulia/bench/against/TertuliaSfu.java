package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Generator;
import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Command.Welcome;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeMessage;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.SignallingServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The media node in a process of its own; this side is the signalling server at the other end of its control link. */
final class TertuliaSfu implements Sfu {
    /** As the launcher starts it; {@code ProductFlagsTest} holds the two together. */
    static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms16m",
            "-Xmn8m",
            "-Xmx128m",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "-Dice4j.harvest.mapping.aws.enabled=false");

    private static final String KEY = "bench";
    private static final Codec OPUS = new Codec(111, "opus", 48_000, -1, "");
    private static final Codec VP8 = new Codec(96, "vp8", 90_000, -1, "");
    private static final List<HeaderExtension> EXTENSIONS = List.of(new HeaderExtension(1, Extensions.AUDIO_LEVEL_URI));
    /** What the node sends has SSRCs of its own. */
    private static final long FORWARDED = 1_000_000;

    private final Generator generator;
    private final SrtpProfile profile;
    private final SignallingServer server;
    private final SfuProcess process;
    private final CountDownLatch hello = new CountDownLatch(1);
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Reply>> asked = new ConcurrentHashMap<>();
    private final Map<Seat, Peer> publishers = new ConcurrentHashMap<>();

    private TertuliaSfu(Generator generator, SrtpProfile profile, List<String> program) throws IOException {
        this.generator = generator;
        this.profile = profile;
        this.server = SignallingServer.open(KEY, this::heard);
        this.process = start(program);
    }

    /**
     * Starts a node and waits until it is linked.
     *
     * @param program what follows the flags on the command line: {@code -jar} and the jar, or a class path and the class
     */
    static TertuliaSfu open(Generator generator, SrtpProfile profile, List<String> program) throws IOException {
        TertuliaSfu sfu = new TertuliaSfu(generator, profile, program);
        Await.until("the node says hello", () -> sfu.hello.getCount() == 0);
        sfu.ask(new Welcome(sfu.nextId(), KEY));
        return sfu;
    }

    private SfuProcess start(List<String> program) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.addAll(FLAGS);
        words.addAll(program);
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("TERTULIA_SIGNALING_URL", server.uri().toString());
        environment.put("TERTULIA_NODE_KEY", KEY);
        environment.put("TERTULIA_NODE_ADDRESSES", generator.address().getHostAddress());
        // The default refuses more than 500 transports a loop, which is a policy and not a limit.
        environment.put("TERTULIA_NODE_CAPACITY", "20000");
        // Janus forwards every microphone, so this one does too.
        environment.put("TERTULIA_NODE_MICROPHONES", "1000");
        return SfuProcess.start(SfuProcess.newFolder(), words, environment);
    }

    @Override
    public SfuProcess process() {
        return process;
    }

    @Override
    public String description() {
        try {
            return process.log()
                    .lines()
                    .filter(line -> line.contains("SRTP uses "))
                    .map(line -> line.replaceAll(".*(SRTP uses [^\"]*).*", "$1"))
                    .findFirst()
                    .orElse("SRTP engine unknown");
        } catch (IOException unreadable) {
            return "SRTP engine unknown";
        }
    }

    @Override
    public int coresOfRoom() {
        return 1;
    }

    @Override
    public Peer publish(Seat seat) throws IOException {
        Peer peer = connect(seat);
        publishers.put(seat, peer);
        List<ReceiveSection> sections = new ArrayList<>();
        sections.add(receiveSection("0", seat, MediaKind.AUDIO));
        if (seat.sends().hasVideo()) {
            sections.add(receiveSection("1", seat, MediaKind.VIDEO));
        }
        ask(new ConfigureReceive(nextId(), seat.room(), transport(seat), EXTENSIONS, sections));
        return peer;
    }

    @Override
    public Peer listen(Seat seat, List<Seat> sources) throws IOException {
        Peer known = publishers.get(seat);
        Peer peer = known == null ? connect(seat) : known;
        List<SendSection> sections = new ArrayList<>();
        for (Seat source : sources) {
            sections.add(sendSection(sections.size(), source, MediaKind.AUDIO));
            if (source.sends().hasVideo()) {
                sections.add(sendSection(sections.size(), source, MediaKind.VIDEO));
            }
        }
        ask(new ConfigureSend(nextId(), seat.room(), transport(seat), EXTENSIONS, sections));
        return peer;
    }

    private Peer connect(Seat seat) throws IOException {
        Reply reply = ask(new OpenTransport(nextId(), seat.room(), "participant" + seat.number(), transport(seat)));
        if (!(reply instanceof TransportOpened opened)) {
            throw new IOException("Not opened: " + reply);
        }
        Peer peer = generator.open();
        ask(new SetRemote(nextId(), seat.room(), transport(seat), peer.ice(), peer.fingerprint(), List.of()));
        @Nullable
        InetSocketAddress candidate = Sdp.candidate(opened.candidates().getFirst());
        if (candidate == null) {
            throw new IOException("No candidate: " + opened);
        }
        peer.connect(candidate, opened.ice(), true, profile);
        generator.keep(peer);
        return peer;
    }

    private static String transport(Seat seat) {
        return "transport" + seat.number();
    }

    private static String track(Seat seat, MediaKind kind) {
        return kind + "-" + seat.number();
    }

    private static long ssrc(Seat seat, MediaKind kind) {
        return kind == MediaKind.AUDIO ? seat.audioSsrc() : seat.videoSsrc();
    }

    private static ReceiveSection receiveSection(String mid, Seat seat, MediaKind kind) {
        return new ReceiveSection(
                mid,
                track(seat, kind),
                kind,
                List.of(kind == MediaKind.AUDIO ? OPUS : VP8),
                List.of(new Layer("", 640, 360)),
                List.of(ssrc(seat, kind)));
    }

    private static SendSection sendSection(int index, Seat source, MediaKind kind) {
        return new SendSection(
                "s" + index,
                track(source, kind),
                kind,
                List.of(kind == MediaKind.AUDIO ? OPUS : VP8),
                FORWARDED + ssrc(source, kind),
                0);
    }

    private long nextId() {
        return ids.incrementAndGet();
    }

    private Reply ask(Command command) throws IOException {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        asked.put(command.id(), answer);
        server.send(command);
        try {
            Reply reply = answer.orTimeout(20, TimeUnit.SECONDS).join();
            if (reply instanceof Reply.Failed) {
                throw new IOException("Refused: " + reply + " to " + command);
            }
            return reply;
        } catch (CompletionException late) {
            process.mustLive();
            throw new IOException("No reply to " + command, late);
        }
    }

    private void heard(NodeMessage message) {
        if (message instanceof Reply reply) {
            CompletableFuture<Reply> answer = asked.remove(reply.id());
            if (answer != null) {
                answer.complete(reply);
            }
        } else if (message instanceof NodeEvent.Hello) {
            hello.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.close();
        } finally {
            server.close();
        }
    }
}

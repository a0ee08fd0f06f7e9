package chat.tertulia.bench.against;

import chat.tertulia.bench.load.Generator;
import chat.tertulia.bench.load.Peer;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.Await;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Janus and its VideoRoom: a publisher and a subscriber are a peer connection each, a subscriber has all its sources on one.
 * Janus leaves out loopback addresses, so it needs an interface whose address is none.
 */
final class JanusSfu implements Sfu {
    private static final int MOST_PUBLISHERS = 10_000;

    private final Generator generator;
    private final SrtpProfile profile;
    private final SfuProcess process;
    private final JanusLink link;
    private final String version;
    private final Map<String, Integer> rooms = new HashMap<>();
    private final Set<Integer> made = new HashSet<>();

    private JanusSfu(Generator generator, SrtpProfile profile, SfuProcess process, JanusLink link, JanusSetting setting)
            throws IOException {
        this.generator = generator;
        this.profile = profile;
        this.process = process;
        this.link = link;
        this.version = link.version() + setting.threads();
    }

    static JanusSfu open(Generator generator, SrtpProfile profile, JanusSetting setting) throws IOException {
        Path folder = SfuProcess.newFolder();
        int port = freePort();
        JanusFiles.write(folder, generator.address().getHostAddress(), port, setting);
        @Nullable Path libsrtp = setting.libsrtp();
        Map<String, String> environment = libsrtp == null ? Map.of() : Map.of("LD_PRELOAD", libsrtp.toString());
        SfuProcess process = SfuProcess.start(
                folder, List.of("janus", "--disable-colors", "--configs-folder=" + folder), environment);
        try {
            Await.until("Janus listens on port " + port, () -> answers(port));
            JanusLink link = new JanusLink(URI.create("ws://127.0.0.1:" + port));
            return new JanusSfu(generator, profile, process, link, setting);
        } catch (IOException | AssertionError | RuntimeException notStarted) {
            String log = process.log();
            process.close();
            throw new IOException("Janus did not start:\n" + log, notStarted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public SfuProcess process() {
        return process;
    }

    @Override
    public String description() {
        try {
            String library = ProcFs.mapped(process.pid(), "libsrtp2");
            return "Janus " + version + ", libsrtp2 on " + backEnd(ProcFs.output("ldd", library));
        } catch (IOException unreadable) {
            return "Janus " + version + ", SRTP library unknown";
        }
    }

    /** Which crypto library a libsrtp is linked with. */
    static String backEnd(String ldd) {
        if (ldd.contains("libnss")) {
            return "NSS";
        }
        return ldd.contains("libcrypto") ? "OpenSSL" : "its own AES";
    }

    /** A thread a peer connection, so that a room spreads over all processors. */
    @Override
    public int coresOfRoom(int people) {
        return Integer.MAX_VALUE;
    }

    @Override
    public Peer publish(Seat seat) throws IOException {
        long handle = link.attach();
        Peer peer = generator.open();
        ObjectNode join = JanusLink.body("joinandconfigure")
                .put("ptype", "publisher")
                .put("room", room(handle, seat))
                .put("id", feed(seat));
        JsonNode answer = link.message(handle, join, "offer", Sdp.offer(peer, seat));
        Sdp.Remote remote = Sdp.parse(answer.at("/jsep/sdp").asText());
        peer.connect(remote.candidate(), remote.ice(), true, profile);
        link.awaitUp(handle);
        generator.keep(peer);
        return peer;
    }

    @Override
    public Peer listen(Seat seat, List<Seat> sources) throws IOException {
        long handle = link.attach();
        Peer peer = generator.open();
        ObjectNode join = JanusLink.body("join").put("ptype", "subscriber").put("room", room(handle, seat));
        ArrayNode streams = join.putArray("streams");
        sources.forEach(source -> streams.addObject().put("feed", feed(source)));
        JsonNode attached = link.message(handle, join, "", null);
        Sdp.Remote remote = Sdp.parse(attached.at("/jsep/sdp").asText());
        var _ = link.message(handle, JanusLink.body("start"), "answer", Sdp.answer(peer, remote));
        peer.connect(remote.candidate(), remote.ice(), false, profile);
        link.awaitUp(handle);
        generator.keep(peer);
        return peer;
    }

    private static int feed(Seat seat) {
        return seat.number() + 1;
    }

    /** Makes the room when the first one comes. Bit rate 0: no REMB that would hold publishers down. */
    private synchronized int room(long handle, Seat seat) throws IOException {
        int number = rooms.computeIfAbsent(seat.room(), _ -> rooms.size() + 1);
        if (made.add(number)) {
            ObjectNode create = JanusLink.body("create")
                    .put("room", number)
                    .put("publishers", MOST_PUBLISHERS)
                    .put("bitrate", 0)
                    .put("audiocodec", "opus")
                    .put("videocodec", "vp8")
                    .put("fir_freq", 0)
                    .put("permanent", false);
            var _ = link.message(handle, create, "", null);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        link.close();
        process.close();
    }
}

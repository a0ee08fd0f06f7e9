package chat.tertulia.node.loop;

import chat.tertulia.control.Command;
import chat.tertulia.control.Reply;
import chat.tertulia.node.dtls.DtlsAssociation;
import chat.tertulia.node.dtls.Fingerprint;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.tcp.FrameSink;
import chat.tertulia.node.tcp.TcpConnection;
import chat.tertulia.node.udp.DatagramSink;
import chat.tertulia.node.udp.Endpoint;
import chat.tertulia.node.udp.UdpPort;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One platform thread with its UDP port, its rooms and their peers. Others reach it by {@link #post} and by the methods that
 * post; everything else here is for the thread itself. It takes datagrams, then the mailbox, then timers, in that order, each
 * bounded, so that none starves the others.
 */
public final class MediaLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MediaLoop.class.getName());
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MAIL_BATCH = 256;
    private static final int HANDED_BATCH = 64;

    /**
     * How long the rest of a picture is waited for, so that a receiver gets it as one message to the kernel. Far below what a
     * path's jitter is; a batch as large as the other number is worth sending as it is.
     */
    private static final long REST_NS = TimeUnit.MICROSECONDS.toNanos(150);

    private static final int SMALL_BATCH = 16;

    private final int index;
    private final UdpPort port;
    private final List<String> candidates;
    private final LoopSetting setting;
    private final LoopCounters counters = new LoopCounters();
    private final Guards guards;
    private final Doorway doorway;
    private final SrtpEngine srtp;
    private final Timers<LoopRoom> timers = new Timers<>();
    private final LoopRooms rooms;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Mailbox mailbox = new Mailbox(woken, this::takeHandedOver);
    private final Map<MediaLoop, Passage> passages = new HashMap<>();
    private final List<LoopRoom> toFlush = new ArrayList<>();
    private final OpenPicture picture = new OpenPicture();
    private final DatagramSink sink = this::datagram;
    private final FrameSink frames = new TcpMail(this);
    private final byte[] frame = new byte[UdpPort.LONGEST];
    private final Thread thread;
    private volatile boolean stopping;
    private long nowNs;

    /** @param candidates lines of a=candidate by which peers reach the port */
    public MediaLoop(int index, UdpPort port, List<String> candidates, LoopSetting setting) {
        this.index = index;
        this.port = port;
        this.candidates = List.copyOf(candidates);
        this.setting = setting;
        this.nowNs = System.nanoTime();
        this.guards = new Guards(nowNs);
        this.doorway = new Doorway(this);
        this.srtp = SrtpEngine.of(setting.srtp());
        this.rooms = new LoopRooms(this);
        this.thread = Thread.ofPlatform().name("loop-" + index).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public int index() {
        return index;
    }

    public UdpPort port() {
        return port;
    }

    public long threadId() {
        return thread.threadId();
    }

    /** The task runs on the loop's thread. Never blocks; after the end it is forgotten. */
    public void post(Runnable task) {
        mailbox.add(task);
        wake();
    }

    /** There is something in the mailbox. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            port.wakeup();
        }
    }

    /** What an agent for a transport of this loop shall talk to; handed back with {@link #open} or {@link #restart}. */
    public IceAgent.Listener voice() {
        return new AgentVoice(this);
    }

    /** The agent was made with the voice; it is the loop's from now on. The room has a part here. */
    public void open(
            Command.OpenTransport command,
            RoomParts parts,
            IceAgent agent,
            IceAgent.Listener voice,
            Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.open(command, parts, agent, (AgentVoice) voice)));
    }

    /** Nobody is left in any part of the room. */
    public void end(RoomParts parts) {
        post(() -> rooms.end(parts));
    }

    public void restart(Command.RestartIce command, IceAgent agent, IceAgent.Listener voice, Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.restart(command, agent, (AgentVoice) voice)));
    }

    /** Any other command of a room. */
    public void handle(Command command, Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.handle(command)));
    }

    /** Takes what comes over TCP connections that peers of this loop may have opened. */
    public FrameSink frames() {
        return frames;
    }

    /** Says the state of every transport again, for a server that was away. */
    public void repeatStates() {
        post(rooms::repeatStates);
    }

    public CompletableFuture<LoopSnapshot> snapshot() {
        CompletableFuture<LoopSnapshot> answer = new CompletableFuture<>();
        post(() -> answer.complete(read()));
        return answer;
    }

    /** Waits for the thread; transports are dropped without a word, as the process ends. */
    @Override
    public void close() {
        stopping = true;
        port.wakeup();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        nowNs = System.nanoTime();
        long ticked = nowNs;
        try {
            while (!stopping) {
                long wait = mailbox.isEmpty() ? waitNs(System.nanoTime()) : 0;
                woken.set(false);
                receive(wait);
                flushRooms();
                readMail();
                nowNs = System.nanoTime();
                rooms.timeouts(nowNs);
                if (nowNs - ticked >= LONGEST_WAIT_NS) {
                    ticked = nowNs;
                    rooms.tick(nowNs, setting.deadlines());
                }
                port.flush();
            }
            rooms.end();
        } catch (RuntimeException broken) {
            LOG.log(Level.SEVERE, "The loop has ended", broken);
        } finally {
            port.close();
        }
    }

    private void receive(long waitNs) {
        long before = counters.packetsIn;
        port.receive(waitNs, sink);
        if (picture.take() && counters.packetsIn - before < SMALL_BATCH) {
            port.pause(REST_NS);
            port.receive(0, sink);
        }
    }

    private long waitNs(long atNs) {
        return timers.size() == 0 ? LONGEST_WAIT_NS : Math.min(LONGEST_WAIT_NS, timers.nextNs() - atNs);
    }

    private void datagram(Endpoint from, byte[] data, int length) {
        nowNs = System.nanoTime();
        try {
            doorway.datagram(from, data, length);
            picture.datagram(data, length);
        } catch (RuntimeException bug) {
            counters.bugs++;
            counters.drop(Drop.BUG);
            LOG.log(Level.SEVERE, "A bug while a datagram was taken", bug);
        }
    }

    void frame(TcpConnection connection, byte[] data) {
        try {
            if (doorway.frame(connection, data)) {
                connection.claim(frames);
            }
        } catch (RuntimeException bug) {
            counters.bugs++;
            counters.drop(Drop.BUG);
            LOG.log(Level.SEVERE, "A bug while a frame was taken", bug);
        }
        flushRooms();
    }

    private void flushRooms() {
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flush();
        }
        toFlush.clear();
    }

    private void readMail() {
        for (int i = 0; i < MAIL_BATCH; i++) {
            Runnable task = mailbox.poll();
            if (task == null) {
                return;
            }
            nowNs = System.nanoTime();
            try {
                task.run();
            } catch (RuntimeException bug) {
                counters.bugs++;
                LOG.log(Level.SEVERE, "A bug in a task of the loop", bug);
            }
        }
    }

    private void takeHandedOver() {
        List<Passage> all = mailbox.passages();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).take(HANDED_BATCH, rooms);
        }
        flushRooms();
    }

    private LoopSnapshot read() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new LoopSnapshot(
                index,
                rooms.transports(),
                counters.packetsIn,
                counters.bytesIn,
                counters.packetsOut,
                counters.bytesOut,
                counters.handshakes,
                counters.handshakesFailed,
                counters.bugs,
                threads.getCurrentThreadCpuTime(),
                port.counters().copy(),
                counters.drops(),
                rooms.stats(),
                rooms.homes(),
                rooms.ended());
    }

    // For the loop's own objects, on its thread.

    /** What this loop hands to the other. */
    Passage passageTo(MediaLoop other) {
        return passages.computeIfAbsent(other, to -> {
            Passage passage = new Passage(to);
            to.mailbox.add(passage);
            return passage;
        });
    }

    long now() {
        return nowNs;
    }

    LoopCounters counters() {
        return counters;
    }

    Doorway doorway() {
        return doorway;
    }

    Guards guards() {
        return guards;
    }

    int audibleMicrophones() {
        return setting.audibleMicrophones();
    }

    LoopListener listener() {
        return setting.listener();
    }

    void toFlush(LoopRoom room) {
        toFlush.add(room);
    }

    Timers<LoopRoom> timers() {
        return timers;
    }

    SrtpEngine srtp() {
        return srtp;
    }

    boolean moved(Endpoint from, byte[] data, int length) {
        return rooms.moved(from, data, length);
    }

    void abandon(LoopRoom room) {
        rooms.abandon(room);
    }

    void send(Route route, byte[] data, int length) {
        TcpConnection carrier = route.carrier();
        if (carrier == null) {
            port.send(route.endpoint(), data, length);
        } else {
            carry(carrier, data, length);
        }
    }

    /** Where the next packet for anybody is to be written: {@link UdpPort#LONGEST} bytes from {@link #slot} on. */
    MemorySegment slots() {
        return port.slots();
    }

    long slot() {
        return port.slot();
    }

    /** What was written into the slot. */
    void send(Route route, int length) {
        TcpConnection carrier = route.carrier();
        if (carrier == null) {
            port.send(route.endpoint(), length);
        } else {
            MemorySegment.copy(port.slots(), ValueLayout.JAVA_BYTE, port.slot(), frame, 0, length);
            carry(carrier, frame, length);
        }
    }

    private void carry(TcpConnection carrier, byte[] data, int length) {
        if (!carrier.send(data, 0, length)) {
            counters.drop(Drop.OUT_REFUSED);
        }
    }

    String fingerprint() {
        return setting.certificate().fingerprint().text();
    }

    List<String> candidates() {
        return candidates;
    }

    DtlsAssociation associate(Fingerprint expected, DtlsAssociation.Listener voice) {
        int deadlineMillis = (int) setting.deadlines().connect().toMillis();
        return DtlsAssociation.start(setting.certificate(), expected, deadlineMillis, voice);
    }
}

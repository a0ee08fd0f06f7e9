package chat.tertulia.node.loop;

import chat.tertulia.control.Command;
import chat.tertulia.control.Reply;
import chat.tertulia.node.dtls.DtlsAssociation;
import chat.tertulia.node.dtls.Fingerprint;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.udp.UdpPort;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final int index;
    private final UdpPort port;
    private final List<String> candidates;
    private final LoopSetting setting;
    private final LoopCounters counters = new LoopCounters();
    private final Doorway doorway;
    private final LoopRooms rooms;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<LoopRoom> toFlush = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;
    private long dueNs;
    private long nowNs;

    /** @param candidates lines of a=candidate by which peers reach the port */
    public MediaLoop(int index, UdpPort port, List<String> candidates, LoopSetting setting) {
        this.index = index;
        this.port = port;
        this.candidates = List.copyOf(candidates);
        this.setting = setting;
        this.doorway = new Doorway(counters, port.addresses().size());
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
        if (woken.compareAndSet(false, true)) {
            port.wakeup();
        }
    }

    /** What an agent for a transport of this loop shall talk to; handed back with {@link #open} or {@link #restart}. */
    public IceAgent.Listener voice() {
        return new AgentVoice(this);
    }

    /** The agent was made with the voice; it is the loop's from now on. */
    public void open(Command.OpenTransport command, IceAgent agent, IceAgent.Listener voice, Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.open(command, agent, (AgentVoice) voice)));
    }

    public void restart(Command.RestartIce command, IceAgent agent, IceAgent.Listener voice, Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.restart(command, agent, (AgentVoice) voice)));
    }

    /** Any other command of a room. */
    public void handle(Command command, Consumer<Reply> reply) {
        post(() -> reply.accept(rooms.handle(command)));
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
        dueNs = nowNs;
        long ticked = nowNs;
        try {
            while (!stopping) {
                long wait = mailbox.isEmpty() ? Math.min(LONGEST_WAIT_NS, dueNs - System.nanoTime()) : 0;
                woken.set(false);
                port.receive(wait, this::datagram);
                flushRooms();
                readMail();
                nowNs = System.nanoTime();
                if (nowNs >= dueNs) {
                    dueNs = Long.MAX_VALUE;
                    rooms.timeouts(nowNs);
                }
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

    private void datagram(int local, InetSocketAddress remote, byte[] data, int length) {
        nowNs = System.nanoTime();
        try {
            doorway.datagram(local, remote, data, length);
        } catch (RuntimeException bug) {
            counters.bugs++;
            counters.drop(Drop.BUG);
            LOG.log(Level.SEVERE, "A bug while a datagram was taken", bug);
        }
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
                counters.drops(),
                rooms.stats());
    }

    // For the loop's own objects, on its thread.

    long now() {
        return nowNs;
    }

    LoopCounters counters() {
        return counters;
    }

    Doorway doorway() {
        return doorway;
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

    void due(long atNs) {
        dueNs = Math.min(dueNs, atNs);
    }

    void abandon(LoopRoom room) {
        rooms.abandon(room);
    }

    void send(Route route, byte[] data, int length) {
        if (!port.send(route.local(), route.remote(), data, 0, length)) {
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

package chat.tertulia.gateway.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: its queue of frames, its heartbeat and the transport that serves it now. Any thread may call it
 * and none is blocked: state changes under the session's own lock, writing is done by {@link WebSocketLink} or
 * {@link Poll}, and the listener is called with no lock held.
 */
public final class EngineSession {
    /** A poll is let go this long after a probe, so that an upgrade that follows at once finds none of them answered. */
    private static final Duration PROBE_GRACE = Duration.ofMillis(50);

    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    private final EngineServer server;
    private final String id;
    private final String address;
    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private EngineClock.@Nullable Alarm nextTick;
    private @Nullable WebSocketLink link;
    private @Nullable WebSocketLink probe;
    private @Nullable Poll poll;
    private boolean probed;
    private boolean finishing;
    private boolean posting;
    private @Nullable CloseCause closedBy;

    EngineSession(EngineServer server, String id, String address) {
        EngineSettings settings = server.settings();
        this.server = server;
        this.id = id;
        this.address = address;
        outbox = new Outbox(settings.maxOutbox(), settings.maxOutboxAge().toNanos());
        heartbeat = new Heartbeat(
                server.clock().nowNs(),
                settings.pingInterval().toNanos(),
                settings.pingTimeout().toNanos());
    }

    public String id() {
        return id;
    }

    /** The peer's IP address. */
    public String address() {
        return address;
    }

    void open(List<String> upgrades) {
        EngineSettings settings = server.settings();
        String offered =
                upgrades.stream().map(transport -> '"' + transport + '"').collect(Collectors.joining(",", "[", "]"));
        send(new Frame.Text("0{\"sid\":\"" + id + "\",\"upgrades\":" + offered + ",\"pingInterval\":"
                + settings.pingInterval().toMillis() + ",\"pingTimeout\":"
                + settings.pingTimeout().toMillis() + ",\"maxPayload\":" + settings.maxPayload() + "}"));
        schedule();
    }

    synchronized void bind(WebSocketLink first) {
        link = first;
    }

    public void send(Frame frame) {
        send(List.of(frame));
    }

    /** Queues frames that must follow each other; nothing happens on a session that is over. */
    public void send(List<Frame> frames) {
        WebSocketLink writer;
        boolean slow;
        synchronized (this) {
            if (closedBy != null || finishing) {
                return;
            }
            long now = server.clock().nowNs();
            for (Frame frame : frames) {
                outbox.add(frame, now);
            }
            slow = outbox.overflows(now);
            writer = link;
        }
        if (slow) {
            // Not here: the emitter may hold locks that the listener wants.
            Lane.start(() -> close(CloseCause.SLOW_READER));
        } else if (writer != null) {
            writer.wake();
        } else {
            answerPoll();
        }
    }

    private void answerPoll() {
        Poll waiting;
        String payload;
        synchronized (this) {
            waiting = poll;
            payload = waiting == null ? null : takePayload();
            if (payload == null) {
                return;
            }
            poll = null;
        }
        if (waiting != null) {
            waiting.answer(200, payload);
            closeWhenFinished();
        }
    }

    /** What a poll gets now; the last one of a finished session is told of the end. Null when it has to wait. */
    private @Nullable String takePayload() {
        if (finishing) {
            outbox.add(Frame.CLOSE, server.clock().nowNs());
        }
        String payload = outbox.payload(server.settings().maxPayload());
        if (payload != null) {
            server.meters().packetOut().run();
        }
        return payload;
    }

    /** Takes a polling request: answers it now, or when there is something to tell. */
    void poll(Poll request) {
        CloseCause end = null;
        String payload = null;
        boolean refused;
        synchronized (this) {
            refused = closedBy != null || link != null;
            if (!refused && poll != null) {
                end = CloseCause.PROTOCOL;
            } else if (!refused && dead()) {
                end = CloseCause.PING_TIMEOUT;
            } else if (!refused) {
                payload = takePayload();
                poll = payload == null ? request : null;
                if (poll != null && probed) {
                    releaseAfterGrace(request);
                }
            }
        }
        if (end != null) {
            close(end);
        }
        if (refused || end != null) {
            request.answer(400, HandshakeError.UNKNOWN_SESSION.body());
        } else if (payload != null) {
            request.answer(200, payload);
            closeWhenFinished();
        }
    }

    /** Asked here too, because the clock may be a little late. */
    private boolean dead() {
        long now = server.clock().nowNs();
        Heartbeat.Due due = heartbeat.due(now);
        if (due == Heartbeat.Due.PING) {
            outbox.add(Frame.PING, now);
            heartbeat.extend(now);
        }
        return due == Heartbeat.Due.DEAD;
    }

    private void closeWhenFinished() {
        boolean finished;
        synchronized (this) {
            finished = finishing && outbox.isEmpty();
        }
        if (finished) {
            close(CloseCause.SERVER);
        }
    }

    /** A WebSocket asks to take over; false when it comes too late or is the second. */
    synchronized boolean probe(WebSocketLink candidate) {
        if (closedBy != null || link != null || probe != null) {
            return false;
        }
        probe = candidate;
        server.clock().after(server.settings().upgradeTimeout(), () -> dropProbe(candidate));
        return true;
    }

    private void dropProbe(WebSocketLink candidate) {
        synchronized (this) {
            if (probe != candidate) {
                return;
            }
            probe = null;
            probed = false;
        }
        candidate.close(1000, "");
    }

    synchronized void probed(WebSocketLink candidate) {
        if (probe == candidate) {
            probed = true;
            if (poll != null) {
                releaseAfterGrace(poll);
            }
        }
    }

    // Which of the requests it is, not what it holds, is the question.
    @SuppressWarnings("ReferenceEquality")
    private void releaseAfterGrace(Poll waiting) {
        server.clock().after(PROBE_GRACE, () -> {
            synchronized (this) {
                if (poll != waiting) {
                    return;
                }
                poll = null;
            }
            waiting.answer(200, Frame.NOOP.inPayload());
        });
    }

    /** The probing WebSocket takes over. */
    void upgrade(WebSocketLink candidate) {
        Poll left;
        synchronized (this) {
            if (closedBy != null || probe != candidate) {
                return;
            }
            left = poll;
            poll = null;
            probe = null;
            link = candidate;
        }
        if (left != null) {
            left.answer(400, HandshakeError.BAD_REQUEST.body());
        }
        candidate.wake();
    }

    /** The next frame for this link, or null when there is none just now or the link serves no more. */
    @Nullable
    Frame next(WebSocketLink writer) {
        boolean finished;
        synchronized (this) {
            if (closedBy != null || link != writer) {
                return null;
            }
            Frame frame = outbox.next();
            if (frame != null) {
                server.meters().packetOut().run();
                return frame;
            }
            finished = finishing;
        }
        if (finished) {
            close(CloseCause.SERVER);
        }
        return null;
    }

    void received(EnginePacket packet) {
        synchronized (this) {
            if (closedBy != null || finishing) {
                return;
            }
            long now = server.clock().nowNs();
            heartbeat.extend(now);
            if (packet instanceof EnginePacket.Pong) {
                heartbeat.pong(now);
            }
        }
        server.meters().packetIn().run();
        switch (packet) {
            case EnginePacket.Message(String text) -> server.listener().text(this, text);
            case EnginePacket.BinaryMessage(byte[] bytes) -> server.listener().binary(this, bytes);
            case EnginePacket.Close() -> close(CloseCause.CLIENT);
            case EnginePacket.Pong _, EnginePacket.Noop _ -> {}
            case EnginePacket.Ping _, EnginePacket.Upgrade _, EnginePacket.Malformed _ -> close(CloseCause.PROTOCOL);
        }
    }

    /** The WebSocket is gone; matters only if it served this session. */
    void lost(WebSocketLink broken) {
        boolean serving;
        synchronized (this) {
            serving = link == broken;
            if (probe == broken) {
                probe = null;
                probed = false;
            }
        }
        if (serving) {
            close(CloseCause.TRANSPORT);
        }
    }

    private void tick() {
        Heartbeat.Due due;
        boolean slow;
        synchronized (this) {
            if (closedBy != null) {
                return;
            }
            long now = server.clock().nowNs();
            due = heartbeat.due(now);
            slow = outbox.overflows(now);
            if (due == Heartbeat.Due.PING && (link != null || poll != null)) {
                heartbeat.extend(now);
            }
        }
        if (slow) {
            close(CloseCause.SLOW_READER);
        } else if (due == Heartbeat.Due.DEAD) {
            close(CloseCause.PING_TIMEOUT);
        } else if (due == Heartbeat.Due.PING) {
            send(Frame.PING);
        }
        schedule();
    }

    private synchronized void schedule() {
        if (closedBy == null) {
            nextTick = server.clock().at(heartbeat.nextNs(), this::tick);
        }
    }

    /** Ends the session once everything queued has been sent. */
    public void finish() {
        WebSocketLink writer;
        synchronized (this) {
            if (closedBy != null || finishing) {
                return;
            }
            finishing = true;
            writer = link;
        }
        server.clock().after(FINISH_TIMEOUT, () -> close(CloseCause.SERVER));
        if (writer != null) {
            writer.wake();
            return;
        }
        answerPoll();
    }

    /** Ends the session at once. */
    public void close(CloseCause cause) {
        WebSocketLink oldLink;
        WebSocketLink oldProbe;
        Poll oldPoll;
        synchronized (this) {
            if (closedBy != null) {
                return;
            }
            closedBy = cause;
            oldLink = link;
            oldProbe = probe;
            oldPoll = poll;
            poll = null;
            outbox.clear();
            if (nextTick != null) {
                nextTick.cancel();
            }
        }
        server.remove(this);
        if (cause == CloseCause.CLIENT && oldLink == null && oldPoll == null) {
            server.expectLastPoll(this);
        }
        if (cause == CloseCause.SLOW_READER) {
            server.meters().slowReaderCut().run();
        }
        if (oldPoll != null) {
            oldPoll.answer(200, (cause == CloseCause.CLIENT ? Frame.NOOP : Frame.CLOSE).inPayload());
        }
        if (oldLink != null) {
            oldLink.close(status(cause), cause.name());
        }
        if (oldProbe != null) {
            oldProbe.close(1000, "");
        }
        server.listener().closed(this, cause);
    }

    private static int status(CloseCause cause) {
        return switch (cause) {
            case CLIENT, SERVER, TRANSPORT, PING_TIMEOUT -> 1000;
            case PROTOCOL -> 1002;
            case SLOW_READER, FLOOD -> 1013;
            case SHUTDOWN -> 1001;
        };
    }

    /** Claims or gives up the right to post; false when another request has it. */
    synchronized boolean posting(boolean claimed) {
        boolean free = !posting || !claimed;
        posting = claimed;
        return free;
    }

    /** Null while the session is open. */
    synchronized @Nullable CloseCause closedBy() {
        return closedBy;
    }

    /** Whether a WebSocket serves it, or has served it. */
    synchronized boolean onWebSocket() {
        return link != null;
    }

    synchronized long queued() {
        return outbox.cost();
    }
}

package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.SctpEvent.Closed;
import chat.tertulia.media.sctp.SctpEvent.Established;
import chat.tertulia.media.sctp.SctpEvent.Message;
import chat.tertulia.media.sctp.SctpEvent.Reason;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One association, sans-IO. After each call its owner takes packets by {@link #poll} until there are none and events by
 * {@link #pollEvent}. Either side may begin, also both at once (RFC 9260 §5.2.1). Owned by: the loop of the room.
 */
public final class Association {
    private static final int LONGEST_SACK = 16 + 4 * 17;
    private static final int ERROR_STALE_COOKIE = 3;
    private static final int ERROR_UNKNOWN_CHUNK = 6;

    private enum State {
        CLOSED,
        COOKIE_WAIT,
        COOKIE_ECHOED,
        ESTABLISHED,
        SHUTDOWN_PENDING,
        SHUTDOWN_SENT,
        SHUTDOWN_RECEIVED,
        SHUTDOWN_ACK_SENT,
        ENDED
    }

    private final SctpSettings settings;
    private final Checksum checksum = new Checksum();
    private final PacketWriter writer;
    private final Agreement agreement;
    private final Queue<SctpEvent> events = Inbox.queue();
    private final Replies replies;
    private final Heartbeat heartbeat = new Heartbeat();
    private final AckClock acks = new AckClock();

    private State state = State.CLOSED;
    private Rto rto = new Rto();
    private Inbox inbox;
    private Outbox outbox;
    private StreamResets resets;
    private int errors;
    private long handshakeNs = Long.MAX_VALUE;
    private boolean suspended;
    private long malformed;

    public Association(SctpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.writer = new PacketWriter(settings.packetBytes(), checksum);
        this.replies = new Replies(settings, writer);
        this.agreement = new Agreement(settings, random);
        inbox = new Inbox(settings, 0, events);
        outbox = new Outbox(settings, agreement.localTsn(), 0, rto);
        resets = new StreamResets(settings, inbox, outbox, events);
    }

    // The owner's side

    /** Begins the handshake, unless the peer has. */
    public void connect(long nowNs) {
        if (state == State.CLOSED) {
            state = State.COOKIE_WAIT;
            sendInit();
            handshakeNs = nowNs + rto.ns();
        }
    }

    public boolean established() {
        return state == State.ESTABLISHED;
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    /** The peer knows FORWARD-TSN; without, everything is sent until it has come. */
    public boolean partialReliability() {
        return agreement.partial();
    }

    /** Packets of the peer that were none. */
    public long malformed() {
        return malformed;
    }

    /** Cost of all that waits or is under way. */
    public int buffered() {
        return outbox.queue().held();
    }

    /** Cost of what waits or is under way on a stream. */
    public int buffered(int stream) {
        return outbox.queue().stream(stream).held;
    }

    /**
     * Takes a message of at least one byte. The array is the association's from now on and may be shared; it is not changed.
     *
     * @return false when there is no room, no association, or no such stream
     */
    public boolean send(int stream, int protocol, byte[] payload, Reliability reliability, long nowNs) {
        Reliability possible =
                agreement.partial() ? reliability : new Reliability(reliability.ordered(), -1, Long.MAX_VALUE);
        if (state != State.ESTABLISHED
                || payload.length == 0
                || stream < 0
                || stream >= settings.streams()
                || payload.length + SctpSettings.OVERHEAD + buffered() > settings.sendBytes()) {
            return false;
        }
        OutgoingStream out = outbox.queue().stream(stream);
        outbox.queue().add(new OutgoingMessage(out, protocol, payload, possible, nowNs));
        return true;
    }

    /** Drops the oldest message on the stream that has not begun. False when there is none. */
    public boolean dropOldest(int stream) {
        return outbox.queue().dropOldest(stream);
    }

    /** Says that we send no more on the stream (RFC 6525); what waits on it goes first. */
    public void resetStream(int stream) {
        if (state == State.ESTABLISHED) {
            resets.want(stream);
        }
    }

    /** What waits on the stream is not sent. */
    public void discard(int stream) {
        outbox.queue().dropAll(stream);
    }

    /** Ends after all has been acknowledged. */
    public void shutdown(long nowNs) {
        if (state == State.ESTABLISHED) {
            state = State.SHUTDOWN_PENDING;
            proceedShutdown(nowNs);
        } else if (state != State.SHUTDOWN_PENDING) {
            abort();
        }
    }

    /** Ends at once. */
    public void abort() {
        if (state != State.ENDED && state != State.CLOSED && agreement.peerTag() != 0) {
            replies.packet(ChunkType.ABORT, agreement.peerTag(), new byte[0]);
        }
        end(Reason.ABORTED);
    }

    /** The path is away: nothing is sent and no clock runs. */
    public void suspend() {
        suspended = true;
    }

    public void resume(long nowNs) {
        suspended = false;
        outbox.resume(nowNs);
        if (handshakeNs != Long.MAX_VALUE) {
            handshakeNs = nowNs;
        }
        errors = 0;
    }

    /** The next event, or null. A message that is not taken keeps the peer's window small. */
    public @Nullable SctpEvent pollEvent() {
        SctpEvent event = events.poll();
        if (event instanceof Message message) {
            inbox.taken(message);
            acks.widened(inbox.window(), settings.receiveBytes());
        }
        return event;
    }

    /** The event that {@link #pollEvent} would give. */
    public @Nullable SctpEvent peekEvent() {
        return events.peek();
    }

    // Time

    public long nextTimeoutNs() {
        if (suspended || state == State.ENDED) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(Math.min(acks.dueNs(), handshakeNs), Math.min(heartbeat.dueNs(), resets.timerNs()));
        return Math.min(next, outbox.timerNs());
    }

    public void timeout(long nowNs) {
        if (suspended) {
            return;
        }
        if (acks.dueNs() <= nowNs) {
            acks.timeout();
        }
        if (handshakeNs <= nowNs && failedOnce()) {
            repeatHandshake(nowNs);
        }
        if (outbox.timerNs() <= nowNs && failedOnce()) {
            outbox.expired(nowNs);
        }
        if (resets.timerNs() <= nowNs && failedOnce()) {
            resets.expired();
        }
        if (heartbeat.dueNs() <= nowNs && (!heartbeat.isOpen() || failedOnce())) {
            replies.chunk(ChunkType.HEARTBEAT, heartbeat.beat(nowNs));
        }
    }

    /** False when it was once too often. */
    private boolean failedOnce() {
        if (++errors > settings.retransmissions()) {
            end(Reason.TIMEOUT);
        }
        return state != State.ENDED;
    }

    private void repeatHandshake(long nowNs) {
        rto.backOff();
        handshakeNs = nowNs + rto.ns();
        switch (state) {
            case COOKIE_WAIT -> sendInit();
            case COOKIE_ECHOED -> replies.chunk(ChunkType.COOKIE_ECHO, agreement.echo());
            case SHUTDOWN_SENT -> sendShutdown();
            case SHUTDOWN_ACK_SENT -> replies.chunk(ChunkType.SHUTDOWN_ACK, new byte[0]);
            case CLOSED, ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED, ENDED -> handshakeNs = Long.MAX_VALUE;
        }
    }

    // Packets in

    /** One packet of the peer. Total; the array is the caller's again after the call. */
    public void receive(byte[] bytes, int offset, int length, long nowNs) {
        if (state == State.ENDED || PacketFormat.verdict(bytes, offset, length) != PacketFormat.Verdict.WELL_FORMED) {
            malformed++;
            return;
        }
        int sum = NetworkOrder.i32(bytes, offset + PacketFormat.CHECKSUM_AT);
        int first = NetworkOrder.u8(bytes, offset + PacketFormat.HEADER);
        // RFC 9653 §5.2: we accept zero, except where the peer cannot know it yet.
        boolean mayBeZero = first != ChunkType.INIT && first != ChunkType.COOKIE_ECHO;
        if (!(sum == 0 && mayBeZero) && !checksum.holds(bytes, offset, length)) {
            malformed++;
            return;
        }
        if (!tagged(NetworkOrder.i32(bytes, offset + PacketFormat.TAG_AT), bytes, offset + PacketFormat.HEADER)) {
            malformed++;
            return;
        }
        boolean data = false;
        int end = offset + length;
        for (int at = offset + PacketFormat.HEADER; at < end && state != State.ENDED; ) {
            int type = NetworkOrder.u8(bytes, at);
            boolean taken = chunk(type, bytes, at, nowNs);
            // Before there is an association, data is nothing to acknowledge.
            data |= type == ChunkType.DATA && transfer();
            if (!taken) {
                break;
            }
            at = PacketFormat.next(bytes, at);
        }
        if (data && state != State.ENDED) {
            acks.arrived(inbox.gaps() || state == State.SHUTDOWN_SENT, nowNs);
        }
        proceedShutdown(nowNs);
    }

    /** RFC 9260 §8.5: packets with another tag are dropped without an answer, so nothing can be reflected. */
    private boolean tagged(int given, byte[] bytes, int at) {
        int type = NetworkOrder.u8(bytes, at);
        boolean reflected = (bytes[at + 1] & 1) != 0 && agreement.peerTag() != 0 && given == agreement.peerTag();
        return switch (type) {
            case ChunkType.INIT -> given == 0;
            case ChunkType.COOKIE_ECHO -> true; // checked against the cookie
            case ChunkType.ABORT, ChunkType.SHUTDOWN_COMPLETE ->
                (bytes[at + 1] & 1) != 0 ? reflected : given == agreement.tag();
            default -> given == agreement.tag();
        };
    }

    /** False when the rest of the packet does not count. */
    private boolean chunk(int type, byte[] bytes, int at, long nowNs) {
        int size = NetworkOrder.u16(bytes, at + 2);
        switch (type) {
            case ChunkType.INIT -> initiated(bytes, at, nowNs);
            case ChunkType.INIT_ACK -> initAcknowledged(bytes, at, nowNs);
            case ChunkType.COOKIE_ECHO -> {
                return cookieEchoed(bytes, at, nowNs);
            }
            case ChunkType.COOKIE_ACK -> {
                if (state == State.COOKIE_ECHOED) {
                    enterEstablished(false, nowNs);
                }
            }
            case ChunkType.ABORT -> {
                if (state != State.CLOSED) {
                    end(Reason.ABORTED_BY_PEER);
                }
            }
            case ChunkType.HEARTBEAT -> echoHeartbeat(bytes, at);
            case ChunkType.ERROR -> staleCookie(bytes, at, nowNs);
            case ChunkType.SHUTDOWN_COMPLETE -> {
                if (state == State.SHUTDOWN_ACK_SENT) {
                    end(Reason.SHUT_DOWN);
                }
            }
            case ChunkType.SHUTDOWN_ACK -> {
                if (state == State.SHUTDOWN_SENT || state == State.SHUTDOWN_ACK_SENT) {
                    replies.packet(ChunkType.SHUTDOWN_COMPLETE, agreement.peerTag(), new byte[0]);
                    end(Reason.SHUT_DOWN);
                }
            }
            default -> {
                return transfer() ? transferred(type, size, bytes, at, nowNs) : type == ChunkType.HEARTBEAT_ACK;
            }
        }
        return true;
    }

    /** DATA may come from now on: also while our cookie is under way, since the peer has it when it sends. */
    private boolean transfer() {
        return switch (state) {
            case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> true;
            case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ENDED -> false;
        };
    }

    private boolean transferred(int type, int size, byte[] bytes, int at, long nowNs) {
        switch (type) {
            case ChunkType.DATA -> {
                Violation violation = size < DataChunk.HEADER ? Violation.PROTOCOL_VIOLATION : inbox.data(bytes, at);
                if ((bytes[at + 1] & DataChunk.IMMEDIATE) != 0) {
                    acks.atOnce();
                }
                if (violation != null) {
                    violated(violation);
                }
            }
            case ChunkType.SACK -> acknowledged(size, bytes, at, nowNs);
            case ChunkType.FORWARD_TSN -> {
                malformed += inbox.forward(bytes, at) ? 0 : 1;
                acks.atOnce();
            }
            case ChunkType.RE_CONFIG -> malformed += resets.received(bytes, at) ? 0 : 1;
            case ChunkType.HEARTBEAT_ACK -> {
                if (heartbeat.answered(bytes, at, rto, nowNs)) {
                    errors = 0;
                }
            }
            case ChunkType.SHUTDOWN -> shutdownReceived(nowNs);
            default -> {
                return unknown(type, size, bytes, at);
            }
        }
        return true;
    }

    private boolean unknown(int type, int size, byte[] bytes, int at) {
        malformed++;
        if (ChunkType.isReportedWhenUnknown(type) && size <= settings.packetBytes() / 2) {
            byte[] cause = new byte[4 + size];
            NetworkOrder.put16(cause, 0, ERROR_UNKNOWN_CHUNK);
            NetworkOrder.put16(cause, 2, cause.length);
            System.arraycopy(bytes, at, cause, 4, size);
            replies.chunk(ChunkType.ERROR, cause);
        }
        return !ChunkType.endsPacketWhenUnknown(type);
    }

    private void acknowledged(int size, byte[] bytes, int at, long nowNs) {
        boolean whole =
                size >= 16 && size >= 16 + 4 * (NetworkOrder.u16(bytes, at + 12) + NetworkOrder.u16(bytes, at + 14));
        if (whole && outbox.acknowledged(bytes, at, nowNs)) {
            errors = 0;
        } else {
            malformed++;
        }
    }

    private void echoHeartbeat(byte[] bytes, int at) {
        byte[] information = new byte[NetworkOrder.u16(bytes, at + 2) - PacketFormat.CHUNK_HEADER];
        System.arraycopy(bytes, at + PacketFormat.CHUNK_HEADER, information, 0, information.length);
        if (information.length <= settings.packetBytes() / 2) {
            replies.chunk(ChunkType.HEARTBEAT_ACK, information);
        }
    }

    // Handshake, RFC 9260 §5

    private void sendInit() {
        replies.handshake(agreement.init(), 0);
    }

    private void initiated(byte[] bytes, int at, long nowNs) {
        Handshake init = Handshake.read(bytes, at);
        if (init == null || state == State.SHUTDOWN_ACK_SENT) {
            malformed++;
            return;
        }
        boolean running = state != State.CLOSED && state != State.COOKIE_WAIT && state != State.COOKIE_ECHOED;
        replies.handshake(agreement.answer(init, running, nowNs), init.tag());
    }

    private void initAcknowledged(byte[] bytes, int at, long nowNs) {
        Handshake answer = Handshake.read(bytes, at);
        if (state != State.COOKIE_WAIT || answer == null || !agreement.learn(answer)) {
            malformed++;
            return;
        }
        begin(answer.firstTsn(), answer.window());
        state = State.COOKIE_ECHOED;
        errors = 0;
        handshakeNs = nowNs + rto.ns();
        replies.chunk(ChunkType.COOKIE_ECHO, agreement.echo());
    }

    /** §5.1.5 and, with an association there already, §5.2.4. */
    private boolean cookieEchoed(byte[] bytes, int at, long nowNs) {
        int size = NetworkOrder.u16(bytes, at + 2) - PacketFormat.CHUNK_HEADER;
        StateCookie.Content cookie = agreement.open(bytes, at + PacketFormat.CHUNK_HEADER, size, nowNs);
        if (cookie == null) {
            malformed++;
            return false;
        }
        switch (agreement.match(cookie, state != State.CLOSED, transfer())) {
            case SAME -> {
                // A repeated echo, or the peer's crossing ours.
                if (state == State.COOKIE_ECHOED) {
                    agreement.adopt(cookie);
                    enterEstablished(false, nowNs);
                }
            }
            case NEW -> adopt(cookie, false, nowNs);
            case RESTARTED -> adopt(cookie, true, nowNs);
            case FOREIGN -> {
                malformed++;
                return false;
            }
        }
        replies.chunk(ChunkType.COOKIE_ACK, new byte[0]);
        return true;
    }

    private void adopt(StateCookie.Content cookie, boolean restarted, long nowNs) {
        agreement.adopt(cookie);
        begin(cookie.peerTsn(), cookie.peerWindow());
        enterEstablished(restarted, nowNs);
    }

    private void begin(int peerTsn, int peerWindow) {
        rto = new Rto();
        events.removeIf(Message.class::isInstance);
        inbox = new Inbox(settings, peerTsn, events);
        outbox = new Outbox(settings, agreement.localTsn(), peerWindow, rto);
        resets = new StreamResets(settings, inbox, outbox, events);
        resets.begin(agreement.localTsn(), peerTsn);
        acks.begin(settings.receiveBytes());
    }

    private void enterEstablished(boolean restarted, long nowNs) {
        state = State.ESTABLISHED;
        handshakeNs = Long.MAX_VALUE;
        heartbeat.begin(nowNs);
        errors = 0;
        events.add(new Established(restarted));
    }

    /** §5.2.6: we ask for another one. */
    private void staleCookie(byte[] bytes, int at, long nowNs) {
        if (state == State.COOKIE_ECHOED
                && NetworkOrder.u16(bytes, at + 2) >= 8
                && NetworkOrder.u16(bytes, at + 4) == ERROR_STALE_COOKIE
                && failedOnce()) {
            state = State.COOKIE_WAIT;
            sendInit();
            handshakeNs = nowNs + rto.ns();
        }
    }

    // The end, RFC 9260 §9

    private void shutdownReceived(long nowNs) {
        if (state == State.ESTABLISHED || state == State.SHUTDOWN_PENDING) {
            state = State.SHUTDOWN_RECEIVED;
        } else if (state == State.SHUTDOWN_SENT) {
            acknowledgeShutdown(nowNs);
        }
    }

    private void proceedShutdown(long nowNs) {
        if (state == State.SHUTDOWN_PENDING && outbox.idle()) {
            state = State.SHUTDOWN_SENT;
            sendShutdown();
            handshakeNs = nowNs + rto.ns();
        } else if (state == State.SHUTDOWN_RECEIVED && outbox.idle()) {
            acknowledgeShutdown(nowNs);
        }
    }

    private void acknowledgeShutdown(long nowNs) {
        state = State.SHUTDOWN_ACK_SENT;
        replies.chunk(ChunkType.SHUTDOWN_ACK, new byte[0]);
        handshakeNs = nowNs + rto.ns();
    }

    private void sendShutdown() {
        byte[] tsn = new byte[4];
        NetworkOrder.put32(tsn, 0, inbox.cumulativeTsn());
        replies.chunk(ChunkType.SHUTDOWN, tsn);
    }

    private void violated(Violation violation) {
        byte[] cause = new byte[4];
        NetworkOrder.put16(cause, 0, violation.cause());
        NetworkOrder.put16(cause, 2, cause.length);
        replies.packet(ChunkType.ABORT, agreement.peerTag(), cause);
        end(Reason.VIOLATION);
    }

    private void end(Reason reason) {
        if (state != State.ENDED) {
            state = State.ENDED;
            replies.clearChunks();
            outbox.clear();
            inbox.resetAll();
            events.add(new Closed(reason));
        }
    }

    // Packets out

    /**
     * Writes the next packet into the array, which holds {@link SctpSettings#packetBytes}.
     *
     * @return its length, or 0 when there is none to send just now
     */
    public int poll(byte[] into, long nowNs) {
        if (suspended) {
            return 0;
        }
        byte[] ready = replies.pollPacket();
        if (ready != null) {
            System.arraycopy(ready, 0, into, 0, ready.length);
            return ready.length;
        }
        if (state == State.ENDED || state == State.CLOSED || state == State.COOKIE_WAIT) {
            return 0;
        }
        writer.begin(into, settings.peerPort(), agreement.peerTag());
        boolean echoes = replies.fill();
        if (transfer()) {
            fill(nowNs);
        }
        // RFC 9653 §5.3: the echo goes before the peer's word on zero checksums counts.
        return writer.empty() ? 0 : writer.finish(agreement.zeroChecksum() && !echoes);
    }

    private void fill(long nowNs) {
        boolean sends = outbox.wants(nowNs);
        if (acks.due(sends) && writer.room() >= LONGEST_SACK) {
            acks.told(inbox.window());
            inbox.writeSack(writer);
        }
        if (resets.due()) {
            resets.write(writer, nowNs, rto.ns());
        }
        if (sends) {
            outbox.fill(writer, nowNs);
            heartbeat.postpone(nowNs);
        }
        proceedShutdown(nowNs);
    }

    /** For tests: what is held for the peer. */
    int held() {
        return inbox.held();
    }
}

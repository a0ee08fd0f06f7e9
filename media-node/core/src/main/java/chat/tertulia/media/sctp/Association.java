package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.SctpEvent.Closed;
import chat.tertulia.media.sctp.SctpEvent.Established;
import chat.tertulia.media.sctp.SctpEvent.Message;
import chat.tertulia.media.sctp.SctpEvent.Reason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One association, sans-IO. After each call its owner takes packets by {@link #poll} until there are none and events by
 * {@link #pollEvent}. Either side may begin, also both at once (RFC 9260 §5.2.1). Owned by: the loop of the room.
 */
public final class Association {
    /** Answers that wait for {@link #poll}; a peer that floods gets no more. */
    private static final int MAX_WAITING = 32;

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
    private final RandomGenerator random;
    private final Checksum checksum = new Checksum();
    private final PacketWriter writer;
    private final StateCookie cookies;
    private final Queue<SctpEvent> events = Inbox.queue();
    /** Whole packets that stand alone. */
    private final Queue<byte[]> packets = new ArrayDeque<>();
    /** Chunks that go with the next packet. */
    private final Queue<byte[]> chunks = new ArrayDeque<>();

    private State state = State.CLOSED;
    private Rto rto = new Rto();
    private Inbox inbox;
    private Outbox outbox;
    private StreamResets resets;
    private int tag;
    private int peerTag;
    private int localTsn;
    private boolean partial;
    private boolean zeroChecksum;
    private byte[] echo = new byte[0];
    private int errors;
    private int packetsWithData;
    private boolean ackNow;
    private long ackNs = Long.MAX_VALUE;
    private long handshakeNs = Long.MAX_VALUE;
    private long heartbeatNs = Long.MAX_VALUE;
    private boolean heartbeatOpen;
    private int toldWindow;
    private boolean suspended;
    private long malformed;

    public Association(SctpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.writer = new PacketWriter(settings.packetBytes(), checksum);
        this.cookies = new StateCookie(random);
        this.tag = freshTag();
        this.localTsn = random.nextInt();
        inbox = new Inbox(settings, 0, events);
        outbox = new Outbox(settings, localTsn, 0, rto);
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
        return partial;
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
        Reliability possible = partial ? reliability : new Reliability(reliability.ordered(), -1, Long.MAX_VALUE);
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
        if (state != State.ENDED && state != State.CLOSED && peerTag != 0) {
            packet(ChunkType.ABORT, 0, peerTag, new byte[0]);
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
            // RFC 9260 §6.2: a window that was nearly shut is told when it opens.
            if (toldWindow < settings.receiveBytes() / 2 && inbox.window() - toldWindow > settings.receiveBytes() / 4) {
                ackNow = true;
            }
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
        long next = Math.min(Math.min(ackNs, handshakeNs), Math.min(heartbeatNs, resets.timerNs()));
        return Math.min(next, outbox.timerNs());
    }

    public void timeout(long nowNs) {
        if (suspended) {
            return;
        }
        if (ackNs <= nowNs) {
            ackNow = true;
            ackNs = Long.MAX_VALUE;
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
        if (heartbeatNs <= nowNs && (!heartbeatOpen || failedOnce())) {
            beat(nowNs);
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
            case COOKIE_ECHOED -> chunk(ChunkType.COOKIE_ECHO, echo);
            case SHUTDOWN_SENT -> sendShutdown();
            case SHUTDOWN_ACK_SENT -> chunk(ChunkType.SHUTDOWN_ACK, new byte[0]);
            case CLOSED, ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED, ENDED -> handshakeNs = Long.MAX_VALUE;
        }
    }

    private void beat(long nowNs) {
        byte[] information = new byte[12];
        NetworkOrder.put16(information, 0, 1); // RFC 9260 §3.3.5, Heartbeat Info
        NetworkOrder.put16(information, 2, 12);
        NetworkOrder.put32(information, 4, (int) (nowNs >> 32));
        NetworkOrder.put32(information, 8, (int) nowNs);
        chunk(ChunkType.HEARTBEAT, information);
        heartbeatOpen = true;
        heartbeatNs = nowNs + SctpSettings.HEARTBEAT_NS;
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
            acknowledge(nowNs);
        }
        proceedShutdown(nowNs);
    }

    /** RFC 9260 §8.5: packets with another tag are dropped without an answer, so nothing can be reflected. */
    private boolean tagged(int given, byte[] bytes, int at) {
        int type = NetworkOrder.u8(bytes, at);
        boolean reflected = (bytes[at + 1] & 1) != 0 && peerTag != 0 && given == peerTag;
        return switch (type) {
            case ChunkType.INIT -> given == 0;
            case ChunkType.COOKIE_ECHO -> true; // checked against the cookie
            case ChunkType.ABORT, ChunkType.SHUTDOWN_COMPLETE -> (bytes[at + 1] & 1) != 0 ? reflected : given == tag;
            default -> given == tag;
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
                    packet(ChunkType.SHUTDOWN_COMPLETE, 0, peerTag, new byte[0]);
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
                    ackNow = true;
                }
                if (violation != null) {
                    violated(violation);
                }
            }
            case ChunkType.SACK -> acknowledged(size, bytes, at, nowNs);
            case ChunkType.FORWARD_TSN -> {
                malformed += inbox.forward(bytes, at) ? 0 : 1;
                ackNow = true;
            }
            case ChunkType.RE_CONFIG -> malformed += resets.received(bytes, at) ? 0 : 1;
            case ChunkType.HEARTBEAT_ACK -> heartbeatAnswered(size, bytes, at, nowNs);
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
            chunk(ChunkType.ERROR, cause);
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

    private void acknowledge(long nowNs) {
        packetsWithData++;
        if (inbox.gaps() || packetsWithData >= 2 || state == State.SHUTDOWN_SENT) {
            ackNow = true;
        } else if (ackNs == Long.MAX_VALUE) {
            ackNs = nowNs + SctpSettings.SACK_DELAY_NS;
        }
    }

    private void echoHeartbeat(byte[] bytes, int at) {
        byte[] information = new byte[NetworkOrder.u16(bytes, at + 2) - PacketFormat.CHUNK_HEADER];
        System.arraycopy(bytes, at + PacketFormat.CHUNK_HEADER, information, 0, information.length);
        if (information.length <= settings.packetBytes() / 2) {
            chunk(ChunkType.HEARTBEAT_ACK, information);
        }
    }

    private void heartbeatAnswered(int size, byte[] bytes, int at, long nowNs) {
        if (heartbeatOpen && size == 16) {
            heartbeatOpen = false;
            errors = 0;
            long sentNs = (NetworkOrder.u32(bytes, at + 8) << 32) | NetworkOrder.u32(bytes, at + 12);
            long roundTripNs = nowNs - sentNs;
            if (roundTripNs > 0 && roundTripNs < SctpSettings.HEARTBEAT_NS) {
                rto.measured(roundTripNs);
            }
        }
    }

    // Handshake, RFC 9260 §5

    private void sendInit() {
        Handshake init = new Handshake(
                tag, settings.receiveBytes(), settings.streams(), settings.streams(), localTsn, true, true, null);
        handshake(init, 0);
    }

    private void handshake(Handshake message, int toTag) {
        if (packets.size() < MAX_WAITING) {
            byte[] packet = new byte[settings.packetBytes()];
            writer.begin(packet, settings.peerPort(), toTag);
            message.write(writer);
            packets.add(java.util.Arrays.copyOf(packet, writer.finish(false)));
        }
    }

    private void initiated(byte[] bytes, int at, long nowNs) {
        Handshake init = Handshake.read(bytes, at);
        if (init == null || state == State.SHUTDOWN_ACK_SENT) {
            malformed++;
            return;
        }
        // §5.2.1: while we are beginning ourselves the answer names what our INIT named; §5.2.2: later, a fresh tag.
        boolean beginning = state == State.COOKIE_WAIT || state == State.COOKIE_ECHOED;
        boolean running = !beginning && state != State.CLOSED;
        int answerTag = running ? freshTag() : tag;
        int answerTsn = running ? random.nextInt() : localTsn;
        StateCookie.Content content = new StateCookie.Content(
                answerTag,
                init.tag(),
                answerTsn,
                init.firstTsn(),
                init.window(),
                init.incomingStreams(),
                init.partial(),
                init.zeroChecksum(),
                running ? tag : 0,
                running ? peerTag : 0);
        Handshake answer = new Handshake(
                answerTag,
                settings.receiveBytes(),
                settings.streams(),
                settings.streams(),
                answerTsn,
                true,
                true,
                cookies.seal(content, nowNs));
        handshake(answer, init.tag());
    }

    private void initAcknowledged(byte[] bytes, int at, long nowNs) {
        Handshake answer = Handshake.read(bytes, at);
        byte[] cookie = answer == null ? null : answer.cookie();
        if (state != State.COOKIE_WAIT || answer == null || cookie == null || cookie.length > echoRoom()) {
            malformed++;
            return;
        }
        begin(answer.tag(), answer.firstTsn(), answer.window());
        partial = answer.partial();
        zeroChecksum = answer.zeroChecksum();
        echo = cookie;
        state = State.COOKIE_ECHOED;
        errors = 0;
        handshakeNs = nowNs + rto.ns();
        chunk(ChunkType.COOKIE_ECHO, echo);
    }

    private int echoRoom() {
        return settings.packetBytes() - PacketFormat.HEADER - PacketFormat.CHUNK_HEADER - 3;
    }

    /** §5.1.5 and, with an association there already, §5.2.4. */
    private boolean cookieEchoed(byte[] bytes, int at, long nowNs) {
        int size = NetworkOrder.u16(bytes, at + 2) - PacketFormat.CHUNK_HEADER;
        StateCookie.Content cookie = cookies.open(bytes, at + PacketFormat.CHUNK_HEADER, size, nowNs);
        if (cookie == null) {
            malformed++;
            return false;
        }
        boolean known = state != State.CLOSED;
        boolean sameLocal = cookie.localTag() == tag;
        boolean samePeer = cookie.peerTag() == peerTag;
        if (known && sameLocal && samePeer) {
            // Action D: a repeated echo, or the peer's crossing ours.
            if (state == State.COOKIE_ECHOED) {
                partial = cookie.partial();
                zeroChecksum = cookie.zeroChecksum();
                enterEstablished(false, nowNs);
            }
        } else if (!known || (sameLocal && !transfer())) {
            adopt(cookie); // new, or Action B: both began at once
            enterEstablished(false, nowNs);
        } else if (!sameLocal && !samePeer && cookie.tieLocal() == tag && cookie.tiePeer() == peerTag) {
            tag = cookie.localTag(); // Action A: the peer has begun anew
            adopt(cookie);
            enterEstablished(true, nowNs);
        } else {
            malformed++; // Action C, or a cookie of an older time
            return false;
        }
        chunk(ChunkType.COOKIE_ACK, new byte[0]);
        return true;
    }

    private void adopt(StateCookie.Content cookie) {
        localTsn = cookie.localTsn();
        begin(cookie.peerTag(), cookie.peerTsn(), cookie.peerWindow());
        partial = cookie.partial();
        zeroChecksum = cookie.zeroChecksum();
    }

    private void begin(int newPeerTag, int peerTsn, int peerWindow) {
        peerTag = newPeerTag;
        rto = new Rto();
        events.removeIf(Message.class::isInstance);
        inbox = new Inbox(settings, peerTsn, events);
        outbox = new Outbox(settings, localTsn, peerWindow, rto);
        resets = new StreamResets(settings, inbox, outbox, events);
        resets.begin(localTsn, peerTsn);
        toldWindow = settings.receiveBytes();
    }

    private void enterEstablished(boolean restarted, long nowNs) {
        state = State.ESTABLISHED;
        handshakeNs = Long.MAX_VALUE;
        heartbeatNs = nowNs + SctpSettings.HEARTBEAT_NS;
        heartbeatOpen = false;
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
        chunk(ChunkType.SHUTDOWN_ACK, new byte[0]);
        handshakeNs = nowNs + rto.ns();
    }

    private void sendShutdown() {
        byte[] tsn = new byte[4];
        NetworkOrder.put32(tsn, 0, inbox.cumulativeTsn());
        chunk(ChunkType.SHUTDOWN, tsn);
    }

    private void violated(Violation violation) {
        byte[] cause = new byte[4];
        NetworkOrder.put16(cause, 0, violation.cause());
        NetworkOrder.put16(cause, 2, cause.length);
        packet(ChunkType.ABORT, 0, peerTag, cause);
        end(Reason.VIOLATION);
    }

    private void end(Reason reason) {
        if (state != State.ENDED) {
            state = State.ENDED;
            chunks.clear();
            outbox.clear();
            inbox.resetAll();
            events.add(new Closed(reason));
        }
    }

    // Packets out

    private void chunk(int type, byte[] body) {
        if (chunks.size() < MAX_WAITING) {
            byte[] chunk = new byte[PacketFormat.CHUNK_HEADER + body.length];
            NetworkOrder.put8(chunk, 0, type);
            NetworkOrder.put16(chunk, 2, chunk.length);
            System.arraycopy(body, 0, chunk, PacketFormat.CHUNK_HEADER, body.length);
            chunks.add(chunk);
        }
    }

    private void packet(int type, int flags, int toTag, byte[] body) {
        if (packets.size() < MAX_WAITING) {
            byte[] packet =
                    new byte[PacketFormat.HEADER + PacketFormat.CHUNK_HEADER + PacketFormat.padded(body.length)];
            writer.begin(packet, settings.peerPort(), toTag);
            writer.chunk(type, flags);
            writer.put(body, 0, body.length);
            writer.endChunk();
            var _ = writer.finish(false);
            packets.add(packet);
        }
    }

    /**
     * Writes the next packet into the array, which holds {@link SctpSettings#packetBytes}.
     *
     * @return its length, or 0 when there is none to send just now
     */
    public int poll(byte[] into, long nowNs) {
        if (suspended) {
            return 0;
        }
        byte[] ready = packets.poll();
        if (ready != null) {
            System.arraycopy(ready, 0, into, 0, ready.length);
            return ready.length;
        }
        if (state == State.ENDED || state == State.CLOSED || state == State.COOKIE_WAIT) {
            return 0;
        }
        writer.begin(into, settings.peerPort(), peerTag);
        boolean echoes = false;
        for (byte[] chunk = chunks.peek(); chunk != null && writer.room() >= PacketFormat.padded(chunk.length); ) {
            chunks.remove();
            echoes |= chunk[0] == ChunkType.COOKIE_ECHO;
            writer.whole(chunk);
            chunk = chunks.peek();
        }
        if (transfer()) {
            fill(nowNs);
        }
        // RFC 9653 §5.3: the echo goes before the peer's word on zero checksums counts.
        return writer.empty() ? 0 : writer.finish(zeroChecksum && !echoes);
    }

    private void fill(long nowNs) {
        boolean sends = outbox.wants(nowNs);
        if ((ackNow || (sends && packetsWithData > 0)) && writer.room() >= 16 + 4 * 17) {
            toldWindow = inbox.window();
            inbox.writeSack(writer);
            ackNow = false;
            ackNs = Long.MAX_VALUE;
            packetsWithData = 0;
        }
        if (resets.due()) {
            resets.write(writer, nowNs, rto.ns());
        }
        if (sends) {
            outbox.fill(writer, nowNs);
            heartbeatNs = heartbeatOpen ? heartbeatNs : nowNs + SctpSettings.HEARTBEAT_NS;
        }
        proceedShutdown(nowNs);
    }

    private int freshTag() {
        int fresh = random.nextInt();
        return fresh == 0 ? 1 : fresh;
    }

    /** For tests: what is held for the peer. */
    int held() {
        return inbox.held();
    }
}

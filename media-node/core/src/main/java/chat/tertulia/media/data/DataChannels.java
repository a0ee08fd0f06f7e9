package chat.tertulia.media.data;

import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.sctp.Association;
import chat.tertulia.media.sctp.Reliability;
import chat.tertulia.media.sctp.SctpEvent;
import chat.tertulia.media.sctp.SctpSettings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The association of one transport and the channels on it. Channels are found by label; either side may open them, the node
 * on odd streams as the DTLS server (RFC 8832 §6).
 */
final class DataChannels {
    static final int LOSSY_BYTES = 256 * 1024;
    private static final int MAX_CHANNELS = 16;

    /** RFC 8831 §8. */
    private static final int DCEP = 50;

    private static final int BINARY = 53;
    private static final int BINARY_EMPTY = 57;

    private final Association association;
    private final DataCounters counters;
    private final boolean opens;
    /** Lanes by stream; a stream of another label has none. */
    private final Map<Integer, Channel> channels = new HashMap<>();

    private final Map<Lane, Integer> streams = new EnumMap<>(Lane.class);
    private long malformed;
    private boolean timedOut;

    /** @param acknowledged until then messages of an unordered channel go in order, RFC 8832 §6 */
    private record Channel(@Nullable Lane lane, Reliability reliability, boolean acknowledged) {
        Reliability now() {
            return acknowledged || reliability.ordered()
                    ? reliability
                    : new Reliability(true, reliability.retransmissions(), reliability.lifetimeNs());
        }
    }

    DataChannels(SctpSettings settings, boolean opens, DataCounters counters, RandomGenerator random) {
        this.association = new Association(settings, random);
        this.opens = opens;
        this.counters = counters;
    }

    Association association() {
        return association;
    }

    void receive(byte[] bytes, int offset, int length, long nowNs) {
        association.receive(bytes, offset, length, nowNs);
        if (association.malformed() != malformed) {
            counters.drop(DataDrop.PACKET, association.malformed() - malformed);
            malformed = association.malformed();
        }
    }

    /** The lane of the next message, or null when there is none. What concerns channels only is dealt with on the way. */
    @Nullable
    Lane peek(long nowNs) {
        for (SctpEvent event = association.peekEvent(); event != null; event = association.peekEvent()) {
            if (event instanceof SctpEvent.Message message && message.protocol() == BINARY) {
                Channel channel = channels.get(message.stream());
                if (channel != null && channel.lane() != null) {
                    return channel.lane();
                }
            }
            var _ = association.pollEvent();
            handle(event, nowNs);
        }
        return null;
    }

    /** The message that {@link #peek} spoke of, without taking it. */
    byte[] payload() {
        return association.peekEvent() instanceof SctpEvent.Message message ? message.payload() : new byte[0];
    }

    void take() {
        var _ = association.pollEvent();
    }

    private void handle(SctpEvent event, long nowNs) {
        switch (event) {
            case SctpEvent.Established established -> {
                if (established.restarted()) {
                    forgetAll();
                }
                if (opens) {
                    openAll(nowNs);
                }
            }
            case SctpEvent.Message message -> {
                if (message.protocol() == DCEP) {
                    control(message, nowNs);
                } else if (message.protocol() != BINARY_EMPTY) {
                    counters.drop(DataDrop.CHANNEL);
                }
            }
            case SctpEvent.IncomingReset(int stream) -> {
                association.discard(stream);
                association.resetStream(stream);
                forget(stream);
            }
            case SctpEvent.OutgoingReset(int stream) -> forget(stream);
            case SctpEvent.Closed(SctpEvent.Reason reason) -> {
                timedOut = reason == SctpEvent.Reason.TIMEOUT;
                forgetAll();
            }
        }
    }

    private void openAll(long nowNs) {
        int stream = 1;
        for (Lane lane : Lane.values()) {
            ChannelOpen open = new ChannelOpen(lane.reliability(), lane.label(), "");
            if (association.send(stream, DCEP, open.bytes(), Reliability.FULL, nowNs)) {
                channels.put(stream, new Channel(lane, lane.reliability(), false));
                streams.put(lane, stream);
            }
            stream += 2;
        }
    }

    private void control(SctpEvent.Message message, long nowNs) {
        byte[] payload = message.payload();
        Channel known = channels.get(message.stream());
        if (NetworkOrder.u8(payload, 0) == ChannelOpen.ACK) {
            if (known != null) {
                channels.put(message.stream(), new Channel(known.lane(), known.reliability(), true));
            }
            return;
        }
        ChannelOpen open = ChannelOpen.read(payload, 0, payload.length);
        if (open == null || known != null) {
            counters.drop(DataDrop.CHANNEL);
            return;
        }
        if (channels.size() == MAX_CHANNELS) {
            counters.drop(DataDrop.CHANNEL);
            association.resetStream(message.stream());
            return;
        }
        Lane lane = Lane.of(open.label());
        channels.put(message.stream(), new Channel(lane, open.reliability(), true));
        if (lane != null && !streams.containsKey(lane)) {
            streams.put(lane, message.stream());
        }
        var _ = association.send(message.stream(), DCEP, new byte[] {ChannelOpen.ACK}, Reliability.FULL, nowNs);
    }

    /** The association has ended because the peer said nothing for long, though there is a path. */
    boolean timedOut() {
        return timedOut;
    }

    /** Whether a message on this lane would go anywhere. */
    boolean open(Lane lane) {
        return association.established() && streams.containsKey(lane);
    }

    /** Cost of what waits or is under way on the lane. */
    int buffered(Lane lane) {
        Integer stream = streams.get(lane);
        return stream == null ? 0 : association.buffered(stream);
    }

    /**
     * Sends on an open lane. A lossy lane drops its oldest messages to make room.
     *
     * @return false when there is no room
     */
    boolean send(Lane lane, byte[] payload, long nowNs) {
        Integer stream = streams.get(lane);
        Channel channel = stream == null ? null : channels.get(stream);
        if (stream == null || channel == null) {
            return false;
        }
        if (lane != Lane.RELIABLE) {
            while (association.buffered(stream) + payload.length > LOSSY_BYTES) {
                counters.drop(DataDrop.SLOW_RECEIVER);
                if (!association.dropOldest(stream)) {
                    return true;
                }
            }
        }
        return association.send(stream, BINARY, payload, channel.now(), nowNs);
    }

    /** Gives up all channels and what waits on them. */
    void close() {
        for (int stream : channels.keySet()) {
            association.discard(stream);
            association.resetStream(stream);
        }
        forgetAll();
    }

    private void forget(int stream) {
        channels.remove(stream);
        streams.values().removeIf(taken -> taken == stream);
    }

    private void forgetAll() {
        channels.clear();
        streams.clear();
    }
}

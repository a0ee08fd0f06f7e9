package chat.tertulia.media;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.AskDataState;
import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.Command.SendData;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.SpeakersChanged;
import chat.tertulia.control.Reply;
import chat.tertulia.control.Reply.Done;
import chat.tertulia.control.Reply.Failed;
import chat.tertulia.media.bwe.BandwidthEstimator;
import chat.tertulia.media.data.DataPeer;
import chat.tertulia.media.data.DataRoom;
import chat.tertulia.media.data.Lane;
import chat.tertulia.media.relay.Neighbour;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rewrite.PacketWriter;
import chat.tertulia.media.rtp.SsrcTable;
import chat.tertulia.media.speaker.Speakers;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.Counters;
import chat.tertulia.media.stats.DropReason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A room of a selective forwarding unit, sans-IO. Owned by: one loop. All times are nanoseconds of a monotonic clock, passed
 * in; after each call {@link #drain} hands out what waits.
 */
public final class Room {
    /** How many microphones are forwarded unless something else is said. */
    public static final int AUDIBLE_MICROPHONES = 4;

    private final RoomState state;
    private final Border border;
    private final DataRoom data;
    private final List<Transport> transports = new ArrayList<>();
    private final SsrcTable<Transport> byHandle = new SsrcTable<>();
    private final PacketWriter writer = new PacketWriter();
    private int handles;
    private long speakersDueNs = Long.MAX_VALUE;
    private long nowNs;

    public Room(String roomId, RandomGenerator random) {
        this(roomId, random, AUDIBLE_MICROPHONES);
    }

    /** @param audibleMicrophones of more than so many, only the loudest are forwarded */
    public Room(String roomId, RandomGenerator random, int audibleMicrophones) {
        this(roomId, random, audibleMicrophones, Border.HOME);
    }

    /** @param part which part of a large room this is; the first, 0, decides for all who is loud enough and who speaks */
    public Room(String roomId, RandomGenerator random, int audibleMicrophones, int part) {
        state = new RoomState(roomId, random, audibleMicrophones, part);
        border = state.border();
        data = new DataRoom(roomId, random, state.events(), border);
    }

    /**
     * Makes a transport; the returned handle names it in {@link #receive} and {@link RoomOutput#transmit} and is never used
     * again for another one of this room.
     */
    public int openTransport(String transportId, String participantId, long nowNs) {
        this.nowNs = nowNs;
        if (byId(transportId) != null) {
            throw new IllegalStateException("A transport was opened twice: " + transportId);
        }
        int handle = ++handles;
        Transport transport = new Transport(state, handle, transportId, participantId, nowNs);
        transports.add(transport);
        byHandle.put(handle, transport);
        return handle;
    }

    /** DTLS is up (or the path is back): media may be sent from now on. */
    public void connected(int transport, long nowNs) {
        this.nowNs = nowNs;
        Transport open = byHandle.get(transport);
        if (open != null) {
            open.connected(nowNs);
            if (open.data() != null) {
                data.connected(open.data(), nowNs);
            }
        }
    }

    /** The path is gone for now: nothing is sent until {@link #connected}. */
    public void disconnected(int transport, long nowNs) {
        this.nowNs = nowNs;
        Transport open = byHandle.get(transport);
        if (open != null) {
            open.disconnected();
            if (open.data() != null) {
                data.disconnected(open.data());
            }
        }
    }

    /** Commands about media and data; those about connectivity are a bug. */
    public Reply handle(Command command, long nowNs) {
        this.nowNs = nowNs;
        return switch (command) {
            case ConfigureReceive configure -> configure(configure);
            case ConfigureSend configure -> configure(configure);
            case SelectLayer select -> select(select);
            case MuteTrack mute -> mute(mute);
            case CloseTrack close -> close(close);
            case CloseTransport close -> close(close);
            case ConfigureData configure -> configure(configure);
            case Command.RouteData route -> route(route);
            case AskDataState ask -> dataState(ask);
            case SendData send -> send(send);
            case Command.Welcome other -> throw foreign(other);
            case Command.OpenTransport other -> throw foreign(other);
            case Command.SetRemote other -> throw foreign(other);
            case Command.AddCandidates other -> throw foreign(other);
            case Command.RestartIce other -> throw foreign(other);
        };
    }

    private static IllegalArgumentException foreign(Command command) {
        return new IllegalArgumentException("Not a command for the core: " + command.getClass());
    }

    private Reply configure(ConfigureReceive command) {
        Transport transport = byId(command.transportId());
        if (transport == null) {
            return unknownTransport(command.id(), command.transportId());
        }
        String malformed = transport.receiveSide().configure(command, nowNs);
        if (malformed == null && border.open()) {
            border.tellAll(new RelayMessage.Published(transport.handle(), transport.participantId(), command));
            border.reclaim(nowNs);
        }
        watchSpeakers();
        return verdict(command.id(), malformed);
    }

    private Reply configure(ConfigureSend command) {
        Transport transport = byId(command.transportId());
        return transport == null
                ? unknownTransport(command.id(), command.transportId())
                : verdict(command.id(), transport.sendSide().configure(command, nowNs));
    }

    private Reply configure(ConfigureData command) {
        Transport transport = byId(command.transportId());
        if (transport == null) {
            return unknownTransport(command.id(), command.transportId());
        }
        DataPeer known = transport.data();
        if (known != null) {
            return verdict(command.id(), data.configure(known, command) ? null : "Another role than before");
        }
        DataPeer peer = data.open(transport.handle(), transport.participantId(), command, nowNs);
        transport.carry(peer);
        if (transport.sendSide().connected()) {
            data.connected(peer, nowNs);
        }
        return new Done(command.id());
    }

    private Reply route(Command.RouteData command) {
        Transport transport = byId(command.transportId());
        if (transport == null) {
            return unknownTransport(command.id(), command.transportId());
        }
        DataPeer peer = transport.data();
        if (peer != null) {
            data.route(peer, command.routes());
        }
        return verdict(command.id(), peer == null ? "No data channels" : null);
    }

    private Reply dataState(AskDataState command) {
        Transport transport = byId(command.transportId());
        if (transport == null) {
            return unknownTransport(command.id(), command.transportId());
        }
        DataPeer peer = transport.data();
        return new Reply.DataState(command.id(), peer == null ? 0 : peer.lastSequence());
    }

    private Reply send(SendData command) {
        try {
            byte[] packet = Base64.getDecoder().decode(command.packet());
            if (packet.length > 0) {
                Lane lane = command.lossy() ? Lane.LOSSY : Lane.RELIABLE;
                data.send(Set.copyOf(command.identities()), lane, packet, nowNs);
                border.message("", lane, Set.copyOf(command.identities()), packet);
            }
            return new Done(command.id());
        } catch (IllegalArgumentException noBase64) {
            return new Failed(command.id(), "malformed", "Not base64");
        }
    }

    private Reply select(SelectLayer command) {
        Transport transport = byId(command.transportId());
        if (transport == null) {
            return unknownTransport(command.id(), command.transportId());
        }
        Sender sender = sender(command.transportId(), command.trackId());
        if (sender == null) {
            return unknownTrack(command.id(), command.trackId());
        }
        sender.claim().wish(command.pixels(), command.priority(), command.mayPause());
        sender.select(command.enabled(), command.maxLayer(), command.maxFps(), nowNs);
        transport.sendSide().downlink().wishesChanged(nowNs);
        return new Done(command.id());
    }

    @Nullable
    Sender sender(String transportId, String trackId) {
        Transport transport = byId(transportId);
        return transport == null ? null : transport.sendSide().byTrack(trackId);
    }

    private Reply mute(MuteTrack command) {
        Track track = state.tracks().get(command.trackId());
        if (track == null || track.section() == null) {
            return unknownTrack(command.id(), command.trackId());
        }
        track.mute(command.muted(), nowNs);
        border.tellAll(new RelayMessage.Muted(command.trackId(), command.muted()));
        watchSpeakers();
        return new Done(command.id());
    }

    private Reply close(CloseTrack command) {
        closeTrack(command.trackId());
        border.tellAll(new RelayMessage.TrackClosed(command.trackId()));
        return new Done(command.id());
    }

    private void closeTrack(String trackId) {
        border.closeTrack(trackId, nowNs);
        for (Transport transport : transports) {
            if (transport.receiveSide().closeTrack(trackId, nowNs)) {
                break;
            }
        }
        watchSpeakers();
    }

    private Reply close(CloseTransport command) {
        Transport transport = byId(command.transportId());
        if (transport != null) {
            transport.close(nowNs);
            if (transport.data() != null) {
                data.close(transport.data());
            }
            transports.remove(transport);
            byHandle.removeIf(other -> other == transport);
            border.tellAll(new RelayMessage.Ended(transport.handle()));
            border.reclaim(nowNs);
            watchSpeakers();
        }
        return new Done(command.id());
    }

    private static Reply verdict(long id, @Nullable String malformed) {
        return malformed == null ? new Done(id) : new Failed(id, "malformed", malformed);
    }

    private static Reply unknownTransport(long id, String transportId) {
        return new Failed(id, "unknown_transport", transportId);
    }

    private static Reply unknownTrack(long id, String trackId) {
        return new Failed(id, "unknown_track", trackId);
    }

    /** One decrypted RTP or RTCP packet (RFC 5761 demultiplexed here). The array is the caller's again after the call. */
    public void receive(int transport, byte[] packet, int offset, int length, long nowNs) {
        this.nowNs = nowNs;
        Counters counters = state.counters();
        counters.count(Counter.PACKETS_IN);
        counters.count(Counter.BYTES_IN, length);
        Transport open = byHandle.get(transport);
        if (open == null) {
            counters.drop(DropReason.TRANSPORT_CLOSED);
            return;
        }
        open.receive(packet, offset, length, nowNs);
        watchSpeakers();
    }

    /** One packet of DTLS application data: SCTP. The array is the caller's again after the call. */
    public void receiveData(int transport, byte[] packet, int offset, int length, long nowNs) {
        this.nowNs = nowNs;
        Transport open = byHandle.get(transport);
        DataPeer peer = open == null ? null : open.data();
        if (peer != null) {
            data.receive(peer, packet, offset, length, nowNs);
        }
    }

    // Other parts of a large room

    /** There is another part, or it began anew: from now on it gets what is published here. */
    public void join(int part, Neighbour neighbour, long nowNs) {
        this.nowNs = nowNs;
        border.join(part, neighbour, nowNs);
        data.join(part);
        for (Transport transport : transports) {
            ConfigureReceive description = transport.receiveSide().description();
            if (description != null) {
                neighbour.tell(new RelayMessage.Published(transport.handle(), transport.participantId(), description));
            }
        }
        for (Track track : state.tracks().values()) {
            if (track.muted() && track.publishedIn(border.part())) {
                neighbour.tell(new RelayMessage.Muted(track.id(), true));
            }
        }
        border.tellDecisions(part);
    }

    /** A packet that another part accepted; it is the caller's again after the call. */
    public void relayed(int part, RelayedPacket packet, long nowNs) {
        this.nowNs = nowNs;
        border.received(part, packet, nowNs);
        watchSpeakers();
    }

    /** What another part tells; in the order of its packets. */
    public void told(int part, RelayMessage message, long nowNs) {
        this.nowNs = nowNs;
        switch (message) {
            case RelayMessage.Published published -> border.published(part, published, nowNs);
            case RelayMessage.Ended(int transport) -> border.ended(part, transport, nowNs);
            case RelayMessage.Muted(String trackId, boolean muted) -> muted(trackId, muted);
            case RelayMessage.TrackClosed(String trackId) -> closeTrack(trackId);
            case RelayMessage.Clock clock -> border.clock(part, clock, nowNs);
            case RelayMessage.Wanted wanted -> border.wanted(part, wanted, nowNs);
            case RelayMessage.KeyframeWanted(RelayMessage.Place of) -> keyframeWanted(of);
            case RelayMessage.Audible audible -> border.audible(audible);
            case RelayMessage.Voices(List<NodeEvent.Speaker> changes) -> state.voices(changes);
            case RelayMessage.Data(String from, Lane lane, Set<String> to, byte[] bytes) ->
                data.receive(from, lane, to, bytes, nowNs);
            case RelayMessage.SlowReceiver slow ->
                data.slow(part, slow.transport(), slow.participantId(), slow.identity(), slow.slow());
        }
        watchSpeakers();
    }

    private void muted(String trackId, boolean muted) {
        Track track = state.tracks().get(trackId);
        if (track != null && track.section() != null) {
            track.mute(muted, nowNs);
        }
    }

    private void keyframeWanted(RelayMessage.Place of) {
        Transport transport = byHandle.get(of.transport());
        Source.Stream stream = transport == null ? null : transport.receiveSide().stream(of);
        if (stream != null) {
            stream.askedElsewhere(true);
            stream.keyframes().request(nowNs);
            state.wakeAt(stream.keyframes().dueNs());
        }
    }

    private void watchSpeakers() {
        border.tellAudible();
        if (!border.decides()) {
            return;
        }
        if (speakersDueNs == Long.MAX_VALUE && state.speakers().watching()) {
            speakersDueNs = nowNs + Speakers.INTERVAL_NS;
            state.wakeAt(speakersDueNs);
        }
    }

    /** Earliest time at which {@link #handleTimeout} wants to run, {@link Long#MAX_VALUE} for never. */
    public long nextTimeoutNs() {
        return state.wakeNs();
    }

    public void handleTimeout(long nowNs) {
        this.nowNs = nowNs;
        if (state.wakeNs() > nowNs) {
            return;
        }
        state.forgetWake();
        for (int i = 0; i < transports.size(); i++) {
            transports.get(i).timeout(nowNs);
        }
        border.timeout(nowNs);
        if (speakersDueNs <= nowNs) {
            speakersDueNs = Long.MAX_VALUE;
            tellSpeakers();
            watchSpeakers();
        }
        state.wakeAt(speakersDueNs);
        data.timeout(nowNs);
        state.wakeAt(data.nextTimeoutNs());
    }

    private void tellSpeakers() {
        List<NodeEvent.Speaker> changes = state.speakers().changes(nowNs);
        if (!changes.isEmpty()) {
            state.voices(changes);
            border.tellVoices(changes);
            state.events().add(new SpeakersChanged(state.roomId(), changes));
        }
    }

    /** Hands out all waiting packets, receiver by receiver, and events. */
    public void drain(RoomOutput output) {
        int absSendTime = (int) (((nowNs / 1000) << 18) / 1_000_000) & 0xff_ffff;
        for (int i = 0; i < transports.size(); i++) {
            SendSide side = transports.get(i).sendSide();
            if (side.waiting(nowNs)) {
                side.drain(output, writer, absSendTime, nowNs);
            }
        }
        if (data.waiting()) {
            data.drain(output::transmitData, nowNs);
            state.wakeAt(data.nextTimeoutNs());
        }
        List<NodeEvent> events = state.events();
        if (!events.isEmpty()) {
            List<NodeEvent> told = new ArrayList<>(events);
            events.clear();
            told.forEach(output::event);
        }
    }

    /** Bit/s that the path to the transport's peer is believed to carry; 0 while nothing is known. */
    public long estimate(int transport) {
        Transport open = byHandle.get(transport);
        BandwidthEstimator estimator =
                open == null ? null : open.sendSide().downlink().estimator();
        return estimator == null || !estimator.limits() ? 0 : estimator.estimate();
    }

    /** No transport is open. */
    public boolean empty() {
        return transports.isEmpty();
    }

    /** Packets that caches and queues still hold: zero in an empty room. */
    int heldPackets() {
        return state.pool().lent();
    }

    /** Tracks that somebody publishes or is to get: zero in an empty room. */
    int knownTracks() {
        return state.tracks().size();
    }

    public RoomStats stats() {
        Counters counters = state.counters();
        return new RoomStats(
                counters.value(Counter.PACKETS_IN),
                counters.value(Counter.BYTES_IN),
                counters.value(Counter.RTCP_IN),
                counters.value(Counter.FORWARDED),
                counters.value(Counter.FORWARDED_BYTES),
                counters.value(Counter.RESENT),
                counters.value(Counter.PROBES),
                counters.value(Counter.RTCP_OUT),
                counters.value(Counter.NACKS_IN),
                counters.value(Counter.NACKS_OUT),
                counters.value(Counter.RTX_IN),
                counters.value(Counter.REPAIRED),
                counters.value(Counter.KEYFRAME_REQUESTS_IN),
                counters.value(Counter.KEYFRAME_REQUESTS_OUT),
                counters.value(Counter.RELAYED),
                counters.drops(),
                data.stats());
    }

    private @Nullable Transport byId(String transportId) {
        for (Transport transport : transports) {
            if (transport.id().equals(transportId)) {
                return transport;
            }
        }
        return null;
    }
}

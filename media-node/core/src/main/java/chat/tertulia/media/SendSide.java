package chat.tertulia.media;

import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.nack.SentSound;
import chat.tertulia.media.pace.Pacer;
import chat.tertulia.media.rewrite.OutgoingPacket;
import chat.tertulia.media.rewrite.PacketWriter;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rewrite.Projection;
import chat.tertulia.media.rewrite.SendQueue;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.SsrcTable;
import chat.tertulia.media.stats.Counter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transport sends: its sections, its queue, its transport-wide sequence. */
final class SendSide {
    private final RoomState room;
    private final int handle;
    private final SendQueue queue = new SendQueue();
    private final List<Sender> senders = new ArrayList<>();
    private final SsrcTable<Sender> bySsrc = new SsrcTable<>();
    private final SsrcTable<Projection> projections = new SsrcTable<>();
    private final SsrcTable<int[]> rtxSequences = new SsrcTable<>();
    private final Downlink downlink;
    private final int[] repeats = new int[SentSound.CAPACITY];
    private int repeatsWaiting;
    private @Nullable SentSound sentSound;
    private int[] idsByKind;
    private boolean connected;
    private long transportSequence;
    private long packetsOut;

    SendSide(RoomState room, int handle, String transportId) {
        this.room = room;
        this.handle = handle;
        downlink = new Downlink(room, this, transportId);
        idsByKind = room.extensions().idsByKind(List.of());
    }

    /** Null when it took effect, else why it is malformed. */
    @Nullable
    String configure(ConfigureSend command, long nowNs) {
        Set<Integer> ssrcs = new HashSet<>();
        for (SendSection section : command.sections()) {
            int ssrc = (int) section.ssrc();
            int repair = (int) section.rtxSsrc();
            if (!ssrcs.add(ssrc) || (repair != 0 && !ssrcs.add(repair))) {
                return "two sections share an SSRC";
            }
            if (rtxSequences.get(ssrc) != null || (repair != 0 && projections.get(repair) != null)) {
                return "an SSRC changes between media and repair";
            }
            if (!CodecMatch.valid(section.codecs())) {
                return "a codec without clock rate or with a payload type above 127";
            }
        }
        idsByKind = room.extensions().idsByKind(command.extensions());
        List<Sender> former = new ArrayList<>(senders);
        senders.clear();
        bySsrc.clear();
        for (SendSection section : command.sections()) {
            Sender kept = take(former, section);
            Sender sender = kept == null ? open(section, nowNs) : kept;
            senders.add(sender);
            bySsrc.put(sender.ssrc(), sender);
            sender.update(section, nowNs);
        }
        for (Sender gone : former) {
            gone.track().remove(gone, nowNs);
        }
        downlink.wishesChanged(nowNs);
        return null;
    }

    private static @Nullable Sender take(List<Sender> former, SendSection section) {
        for (Sender sender : former) {
            if (sender.continuedBy(section)) {
                former.remove(sender);
                return sender;
            }
        }
        return null;
    }

    private Sender open(SendSection section, long nowNs) {
        Track track = room.tracks().computeIfAbsent(section.trackId(), id -> new Track(id, room));
        Sender sender = new Sender(this, room, track, section);
        track.add(sender, nowNs);
        return sender;
    }

    void close(long nowNs) {
        connected = false;
        queue.clear();
        repeatsWaiting = 0;
        downlink.clear();
        for (Sender sender : senders) {
            sender.track().remove(sender, nowNs);
        }
        senders.clear();
        bySsrc.clear();
    }

    /** The numbers of an SSRC outlive its section, so that the next one with this SSRC goes on from them. */
    Projection projection(int ssrc) {
        Projection known = projections.get(ssrc);
        if (known != null) {
            return known;
        }
        Projection fresh = new Projection(room.random().nextInt(0x4000));
        projections.put(ssrc, fresh);
        return fresh;
    }

    int nextRtxSequence(int rtxSsrc) {
        int[] known = rtxSequences.get(rtxSsrc);
        int[] last = known == null ? new int[] {room.random().nextInt(0x4000)} : known;
        if (known == null) {
            rtxSequences.put(rtxSsrc, last);
        }
        last[0] = (last[0] + 1) & 0xffff;
        return last[0];
    }

    boolean connected() {
        return connected;
    }

    void connected(long nowNs) {
        connected = true;
        for (Sender sender : senders) {
            sender.retarget(nowNs);
        }
        downlink.wishesChanged(nowNs);
    }

    void disconnected() {
        connected = false;
        queue.clear();
        repeatsWaiting = 0;
        downlink.clear();
        senders.forEach(Sender::pause);
    }

    List<Sender> senders() {
        return senders;
    }

    @Nullable
    Sender bySsrc(int ssrc) {
        return bySsrc.get(ssrc);
    }

    @Nullable
    Sender byTrack(String trackId) {
        for (Sender sender : senders) {
            if (sender.track().id().equals(trackId)) {
                return sender;
            }
        }
        return null;
    }

    OutgoingPacket queueMedia(StoredPacket packet) {
        return queue.media(packet);
    }

    void withdraw() {
        queue.withdraw();
    }

    /** A packet of sound is asked for again. From the first time on, what goes out is kept. */
    void repeat(int ssrc, int sequence16, long nowNs) {
        SentSound kept = sentSound;
        if (kept == null) {
            sentSound = new SentSound();
            return;
        }
        int place = connected && repeatsWaiting < repeats.length ? kept.find(ssrc, sequence16, nowNs) : SentSound.NONE;
        if (place != SentSound.NONE && downlink.admitsRepair(kept.bytes(place), nowNs)) {
            kept.repeated(place, nowNs);
            downlink.repeated(kept.number(place));
            repeats[repeatsWaiting++] = place;
        }
    }

    /** Takes over the caller's reference. */
    void queueRtcp(StoredPacket compound) {
        queue.rtcp(compound);
    }

    boolean waiting(long nowNs) {
        return queue.size() > 0 || repeatsWaiting > 0 || downlink.waiting(nowNs);
    }

    Downlink downlink() {
        return downlink;
    }

    /** The receiver negotiated transport-wide numbers. */
    boolean numbered() {
        return idsByKind[Extensions.TRANSPORT_SEQUENCE] != 0;
    }

    long packetsOut() {
        return packetsOut;
    }

    void drain(RoomOutput output, PacketWriter writer, int absSendTime, long nowNs) {
        Pacer pacer = downlink.pacer();
        pacer.begin(nowNs);
        emitRepeats(output, nowNs);
        measure(writer);
        queue.evenOut();
        for (int i = 0; i < queue.size(); i++) {
            OutgoingPacket out = queue.get(i);
            if (pacer.passes(out)) {
                emit(out, output, writer, absSendTime, nowNs);
            } else {
                queue.exchange(i, pacer.hold(out, nowNs));
            }
        }
        queue.clear();
        for (OutgoingPacket out = pacer.next(); out != null; out = pacer.next()) {
            emit(out, output, writer, absSendTime, nowNs);
            pacer.released();
        }
        int filled = -1;
        if (downlink.probe(nowNs)) {
            filled = queue.size();
            measure(writer);
            for (int i = 0; i < filled; i++) {
                emit(queue.get(i), output, writer, absSendTime, nowNs);
            }
            queue.clear();
        }
        downlink.handedOut(filled, nowNs);
    }

    private void measure(PacketWriter writer) {
        for (int i = 0; i < queue.size(); i++) {
            if (!queue.get(i).isRtcp()) {
                writer.measure(queue.get(i), idsByKind);
            }
        }
    }

    /** Before anything new, which could take their places. */
    private void emitRepeats(RoomOutput output, long nowNs) {
        SentSound kept = sentSound;
        for (int i = 0; kept != null && i < repeatsWaiting; i++) {
            downlink.sent(0, kept.bytes(repeats[i]), false, nowNs);
            packetsOut++;
            room.counters().count(Counter.RESENT);
            output.repeat(handle, repeats[i]);
        }
        repeatsWaiting = 0;
    }

    private void emit(OutgoingPacket out, RoomOutput output, PacketWriter writer, int absSendTime, long nowNs) {
        if (out.isRtcp()) {
            StoredPacket compound = out.packet();
            downlink.sent(transportSequence, compound.length(), false, nowNs);
            count(out, compound.length());
            output.transmitRtcp(handle, compound.bytes(), 0, compound.length());
            return;
        }
        PlainPacket packet = writer.write(out, idsByKind, (int) transportSequence & 0xffff, absSendTime);
        downlink.sent(transportSequence, packet.length(), numbered(), nowNs);
        if (sentSound != null && out.isUrgent()) {
            packet.keep(sentSound.sent(out.ssrc(), out.sequence(), transportSequence, packet.length(), nowNs));
        }
        transportSequence++;
        count(out, packet.length());
        output.transmit(handle, packet);
    }

    private void count(OutgoingPacket out, int length) {
        packetsOut++;
        if (out.isRtcp()) {
            room.counters().count(Counter.RTCP_OUT);
        } else if (!out.isRepair()) {
            room.counters().count(Counter.FORWARDED);
            room.counters().count(Counter.FORWARDED_BYTES, length);
        }
    }
}

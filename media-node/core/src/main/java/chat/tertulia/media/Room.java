package chat.tertulia.media;

import chat.tertulia.control.Command;
import chat.tertulia.control.Reply;
import java.util.random.RandomGenerator;

/**
 * A room of a selective forwarding unit, sans-IO. Owned by: one loop. All times are nanoseconds of a monotonic clock, passed
 * in. After each call {@link #drain} hands out what waits.
 */
public final class Room {
    public Room(String roomId, RandomGenerator random) {}

    /** Makes a transport; the returned handle names it in {@link #receive} and {@link RoomOutput#transmit}. */
    public int openTransport(String transportId, String participantId, long nowNs) {
        return 0;
    }

    /** DTLS is up (or the path is back): media may be sent from now on. */
    public void connected(int transport, long nowNs) {}

    public void disconnected(int transport, long nowNs) {}

    /** ConfigureReceive, ConfigureSend, SelectLayer, MuteTrack, CloseTrack and CloseTransport; any other is a bug. */
    public Reply handle(Command command, long nowNs) {
        return new Reply.Failed(command.id(), "unknown_room", "not built yet");
    }

    /** One decrypted RTP or RTCP packet (RFC 5761 demultiplexed here). The array is the caller's again after the call. */
    public void receive(int transport, byte[] packet, int offset, int length, long nowNs) {}

    /** Earliest time at which {@link #handleTimeout} wants to run, {@link Long#MAX_VALUE} for never. */
    public long nextTimeoutNs() {
        return Long.MAX_VALUE;
    }

    public void handleTimeout(long nowNs) {}

    /** Hands out all waiting packets, receiver by receiver, and events. */
    public void drain(RoomOutput output) {}

    /** No transport is open. */
    public boolean empty() {
        return true;
    }

    public RoomStats stats() {
        return new RoomStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, java.util.Map.of());
    }
}

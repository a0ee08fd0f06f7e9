package chat.tertulia.control;

import java.util.List;

/** Something that happened on a node without being asked. */
public sealed interface NodeEvent extends NodeMessage {

    /**
     * First message on the link, also after a reconnect.
     *
     * @param nodeId stable across restarts of the link, new with each start of the process
     * @param transports those alive, so that the server can close what it no longer knows and drop what the node lost
     */
    @Wire("hello")
    record Hello(int protocol, String nodeId, String version, int capacity, List<String> transports)
            implements NodeEvent {
        public Hello {
            transports = List.copyOf(transports);
        }
    }

    enum TransportState {
        CONNECTED,
        /** ICE consent lapsed (RFC 7675); may come back by a restart. */
        DISCONNECTED,
        /** DTLS refused or handshake timed out; close it. */
        FAILED
    }

    @Wire("transport.state")
    record TransportStateChanged(String roomId, String transportId, TransportState state) implements NodeEvent {}

    /** The first media packet of a track has come. */
    @Wire("track.started")
    record TrackStarted(String roomId, String trackId) implements NodeEvent {}

    /** Loudest first; only tracks whose activity changed. Levels are 0 (silence) to 1. */
    @Wire("speakers")
    record SpeakersChanged(String roomId, List<Speaker> speakers) implements NodeEvent {
        public SpeakersChanged {
            speakers = List.copyOf(speakers);
        }
    }

    record Speaker(String trackId, double level, boolean active) {}

    /** Sent to the server every few seconds while a room has transports. */
    @Wire("transport.stats")
    record TransportStats(
            String roomId,
            String transportId,
            long packetsIn,
            long packetsOut,
            double lossIn,
            double lossOut,
            double rttMs)
            implements NodeEvent {}

    /** The peer takes reliable data too slowly; its channels are closed and only a new transport gets data again. */
    @Wire("data.stalled")
    record DataStalled(String roomId, String transportId) implements NodeEvent {}

    /** How busy the node is; every few seconds. */
    @Wire("load")
    record Load(int rooms, int transports, long packetsPerSecond, double cpu, boolean draining) implements NodeEvent {}
}

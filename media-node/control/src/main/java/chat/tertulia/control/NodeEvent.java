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

    /**
     * Videos that a receiver does not get for want of bandwidth, or gets again. Only those that changed.
     */
    @Wire("stream.states")
    record StreamStatesChanged(String roomId, String transportId, List<StreamState> streams) implements NodeEvent {
        public StreamStatesChanged {
            streams = List.copyOf(streams);
        }
    }

    record StreamState(String trackId, boolean paused) {}

    /**
     * The best layer of a video that any receiver wants and has the bandwidth for; its publisher need not send better ones.
     * A rise is told at once, a fall after some seconds.
     *
     * @param layer index into the track's layers, lowest first; -1 when nobody wants any
     */
    @Wire("track.demand")
    record TrackDemand(String roomId, String trackId, int layer) implements NodeEvent {}

    /**
     * Sent to the server every few seconds while a room has transports.
     *
     * @param lossIn share of what the peer sent, 0 to 1
     * @param lossOut share of what it was sent
     * @param jitterMs of what the peer sends, RFC 3550
     * @param estimate bit/s that the path to the peer is believed to carry, 0 while nothing is known
     * @param sentBitrate bit/s that it was sent of late
     * @param queueMs how long the oldest packet has waited for its turn
     * @param tracks the first {@link #MAX_TRACKS} videos that the peer gets
     */
    @Wire("transport.stats")
    record TransportStats(
            String roomId,
            String transportId,
            long packetsIn,
            long packetsOut,
            double lossIn,
            double lossOut,
            double rttMs,
            double jitterMs,
            long estimate,
            long sentBitrate,
            double queueMs,
            List<SentTrack> tracks)
            implements NodeEvent {
        public static final int MAX_TRACKS = 32;

        public TransportStats {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * @param layer that is forwarded, -1 for none
     * @param bitrate bit/s of that layer
     * @param nacks packets asked for again since the section is there
     * @param keyframeRequests since the section is there
     */
    record SentTrack(String trackId, int layer, long bitrate, long nacks, long keyframeRequests) {}

    /** The peer takes reliable data too slowly; its channels are closed and only a new transport gets data again. */
    @Wire("data.stalled")
    record DataStalled(String roomId, String transportId) implements NodeEvent {}

    /** How busy the node is; every few seconds. */
    @Wire("load")
    record Load(int rooms, int transports, long packetsPerSecond, double cpu, boolean draining) implements NodeEvent {}
}

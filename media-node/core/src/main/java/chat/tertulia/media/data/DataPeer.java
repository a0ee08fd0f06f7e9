package chat.tertulia.media.data;

import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.DataMember;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.Command.DataRoute;
import chat.tertulia.media.sctp.SctpSettings;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One transport's part in a room's data: its channels, whose they are, and how patient we are with it. */
public final class DataPeer {
    static final long NEVER = Long.MAX_VALUE;

    private final int handle;
    private final String transportId;
    private final String participantId;
    private final DataRole role;
    private final DataChannels channels;
    private final DataBudget budget;
    private DataMember member;
    private DataPacket.Sender sender;
    private int messageBytes;
    /** Handles of the data tracks that this one gets, by the publisher's participant and handle. */
    private Map<String, Integer> routes = Map.of();

    private long lastSequence;
    /** When a message that may not go on yet is looked at again. */
    long heldUntilNs = NEVER;
    /** Since when more waits for this receiver than others should wait for. */
    long slowSinceNs = NEVER;

    boolean stalled;
    /** Has something to send or to tell. */
    boolean dirty;

    DataPeer(
            int handle,
            String participantId,
            ConfigureData configured,
            DataCounters counters,
            RandomGenerator random,
            long nowNs) {
        this.handle = handle;
        this.transportId = configured.transportId();
        this.participantId = participantId;
        this.role = configured.role();
        SctpSettings settings = SctpSettings.DEFAULT.withPeerPort(configured.peerPort());
        this.channels = new DataChannels(settings, role == DataRole.TO_PEER, counters, random);
        this.budget = new DataBudget(nowNs);
        this.member = configured.member();
        this.sender = stamp();
        this.messageBytes = configured.messageBytes();
    }

    /** False when it would be another association. */
    boolean configure(ConfigureData configured) {
        if (configured.role() != role) {
            return false;
        }
        member = configured.member();
        messageBytes = configured.messageBytes();
        sender = stamp();
        return true;
    }

    void route(List<DataRoute> wanted) {
        routes = wanted.stream()
                .collect(Collectors.toUnmodifiableMap(
                        route -> key(route.participantId(), route.published()),
                        DataRoute::received,
                        (_, last) -> last));
    }

    private static String key(String participantId, int handle) {
        return handle + " " + participantId;
    }

    /** Under which handle this one gets that track, 0 when it does not. */
    int routeOf(DataPeer publisher, int handle) {
        return routes.isEmpty() ? 0 : routes.getOrDefault(key(publisher.participantId, handle), 0);
    }

    private DataPacket.Sender stamp() {
        boolean hidden = member.shown().isEmpty();
        return new DataPacket.Sender(hidden ? "" : participantId, member.shown());
    }

    int handle() {
        return handle;
    }

    String transportId() {
        return transportId;
    }

    String participantId() {
        return participantId;
    }

    DataMember member() {
        return member;
    }

    DataPacket.Sender sender() {
        return sender;
    }

    DataChannels channels() {
        return channels;
    }

    DataBudget budget() {
        return budget;
    }

    boolean receives() {
        return role != DataRole.FROM_PEER;
    }

    boolean fits(int bytes) {
        return messageBytes == 0 || bytes <= messageBytes;
    }

    public long lastSequence() {
        return lastSequence;
    }

    void reached(long sequence) {
        lastSequence = sequence;
    }

    long nextTimeoutNs() {
        return Math.min(heldUntilNs, channels.association().nextTimeoutNs());
    }
}

package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitModels.DataTrackInfo;
import livekit.LivekitRtc.PublishDataTrackRequest;
import livekit.LivekitRtc.RequestResponse.Reason;

/**
 * The data tracks that one participant publishes, and those that it wants: each under a handle that its packets carry.
 *
 * <p>Owned by: the room.
 */
final class DataTracks {
    static final int MOST_PUBLISHED = 32;
    static final int MOST_WANTED = 500;
    private static final int LAST_HANDLE = 65_535;
    private static final int LONGEST_NAME = 256;

    private final Map<Integer, DataTrackInfo> published = new LinkedHashMap<>();
    private final Map<String, Integer> wanted = new LinkedHashMap<>();
    private int lastHandle;
    private DataRoutes routes = DataRoutes.NONE;

    sealed interface Verdict {
        record Published(DataTrackInfo info) implements Verdict {}

        record Refused(Reason reason, String message) implements Verdict {}
    }

    Verdict publish(PublishDataTrackRequest wish, Rights rights) {
        int handle = wish.getPubHandle();
        if (!rights.publishData()) {
            return new Verdict.Refused(Reason.NOT_ALLOWED, "This token does not allow it.");
        } else if (handle < 1 || handle > LAST_HANDLE) {
            return new Verdict.Refused(Reason.INVALID_HANDLE, "A handle is 1 to 65535.");
        } else if (published.containsKey(handle)) {
            return new Verdict.Refused(Reason.DUPLICATE_HANDLE, "Another data track has this handle.");
        } else if (wish.getName().isBlank() || wish.getName().length() > LONGEST_NAME) {
            return new Verdict.Refused(Reason.INVALID_NAME, "A name has 1 to 256 characters.");
        } else if (published.values().stream().anyMatch(info -> info.getName().equals(wish.getName()))) {
            return new Verdict.Refused(Reason.DUPLICATE_NAME, "Another data track has this name.");
        } else if (published.size() >= MOST_PUBLISHED) {
            return new Verdict.Refused(
                    Reason.LIMIT_EXCEEDED, "At most " + MOST_PUBLISHED + " data tracks may be published.");
        }
        DataTrackInfo info = DataTrackInfo.newBuilder()
                .setPubHandle(handle)
                .setSid(Sids.dataTrack())
                .setName(wish.getName())
                .setEncryptionValue(wish.getEncryptionValue())
                .build();
        published.put(handle, info);
        return new Verdict.Published(info);
    }

    Optional<DataTrackInfo> unpublish(int handle) {
        return Optional.ofNullable(published.remove(handle));
    }

    Collection<DataTrackInfo> published() {
        return List.copyOf(published.values());
    }

    /** Keeps the handle of a track that is wanted already. What is too much is not wanted. */
    void want(String trackSid) {
        if (wanted.size() < MOST_WANTED) {
            wanted.computeIfAbsent(trackSid, _ -> nextHandle());
        }
    }

    void decline(String trackSid) {
        wanted.remove(trackSid);
    }

    Set<String> wanted() {
        return Set.copyOf(wanted.keySet());
    }

    int handle(String trackSid) {
        return wanted.getOrDefault(trackSid, 0);
    }

    /** Not one that packets under way may still carry for another track. */
    private int nextHandle() {
        do {
            lastHandle = lastHandle % LAST_HANDLE + 1;
        } while (wanted.containsValue(lastHandle));
        return lastHandle;
    }

    /** True when they are others than before. */
    boolean routed(DataRoutes now) {
        boolean news = !now.equals(routes);
        routes = now;
        return news;
    }

    DataRoutes routes() {
        return routes;
    }
}

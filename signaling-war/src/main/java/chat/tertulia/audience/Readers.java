package chat.tertulia.audience;

import java.util.function.Predicate;

/**
 * Which members may read a channel: the one predicate behind every channel event. The feature that keeps channels and
 * roles answers; whenever its answer may have changed it calls {@link Broadcaster#permissionsChanged}.
 */
@FunctionalInterface
public interface Readers {
    /** Tells of a member id whether it may read the channel as of now; nobody may read a channel that does not exist. */
    Predicate<String> of(String channelId);
}

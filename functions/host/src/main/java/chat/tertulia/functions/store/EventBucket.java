package chat.tertulia.functions.store;

import java.util.List;
import java.util.Optional;

/** The bucket whose events the host delivers: the embedded one, or any that speaks S3. Blocks. */
public interface EventBucket {
    /** So many keys at most are on a page. */
    int PAGE = 1000;

    void put(String key, byte[] json);

    /** A small document, cut at 64 KiB. */
    Optional<byte[]> read(String key);

    void delete(String key);

    /** The first keys below the prefix that come after this one, in their order; fewer than a page are the last. */
    List<ObjectCreated> page(String prefix, String after);
}

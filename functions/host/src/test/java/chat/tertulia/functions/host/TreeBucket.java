package chat.tertulia.functions.host;

import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory. */
final class TreeBucket implements EventBucket {
    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void put(String key, byte[] json) {
        objects.put(key, json);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public List<ObjectCreated> page(String prefix, String after) {
        return objects.tailMap(after.isEmpty() ? prefix : after, after.isEmpty()).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(PAGE)
                .map(entry -> new ObjectCreated(
                        "Put",
                        "tertulia",
                        entry.getKey(),
                        entry.getValue().length,
                        Integer.toHexString(java.util.Arrays.hashCode(entry.getValue())),
                        Instant.EPOCH))
                .toList();
    }
}

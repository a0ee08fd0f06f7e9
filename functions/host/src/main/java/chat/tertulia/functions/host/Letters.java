package chat.tertulia.functions.host;

import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dead letters of one function, as objects of the bucket. Whoever wants another attempt writes a letter again with
 * {@code retriedAt}; it goes when the attempt succeeds.
 *
 * <p>Any thread may call.
 */
final class Letters {
    /** As many are looked at; the oldest knowledge goes first. */
    private static final int KNOWN = 10_000;

    private final EventBucket bucket;
    private final String function;
    /** What each letter said when it was read last, by its key. */
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KNOWN;
        }
    };

    /** @param about key of the object that the letter's event was about */
    private record Known(String etag, String about) {}

    Letters(EventBucket bucket, String function) {
        this.bucket = bucket;
        this.function = function;
    }

    void keep(DeadLetter letter, Instant at) {
        synchronized (known) {
            known.put(letter.key(), new Known("", letter.about()));
        }
        bucket.put(letter.key(), letter.toJson(at));
    }

    void answered(Invocation invocation) {
        String key = new DeadLetter(function, invocation.id(), "", 0, "", false).key();
        synchronized (known) {
            known.remove(key);
        }
        bucket.delete(key);
    }

    /** Whether the object is given up until somebody wishes another attempt. */
    boolean areAbout(String key) {
        synchronized (known) {
            return known.values().stream().anyMatch(letter -> letter.about().equals(key));
        }
    }

    /** Hands on what is to be tried again. */
    void wished(Predicate<String> underWay, Predicate<Invocation> deliver) {
        for (ObjectCreated object : bucket.page(DeadLetter.folder(function), "")) {
            if (isNews(object)) {
                Optional<DeadLetter> letter =
                        bucket.read(object.key()).flatMap(json -> DeadLetter.parse(function, object.key(), json));
                letter.ifPresent(one -> take(one, object.etag(), underWay, deliver));
            }
        }
    }

    private boolean isNews(ObjectCreated object) {
        synchronized (known) {
            Known before = known.get(object.key());
            return before == null || !before.etag().equals(object.etag());
        }
    }

    private void take(DeadLetter letter, String etag, Predicate<String> underWay, Predicate<Invocation> deliver) {
        boolean again = letter.wished() && !underWay.test(letter.about());
        if (again && !deliver.test(Invocation.ofLetter(letter.id(), letter.about(), letter.event()))) {
            // No room: it is news still when there is.
            return;
        }
        synchronized (known) {
            known.put(letter.key(), new Known(etag, letter.about()));
        }
    }
}

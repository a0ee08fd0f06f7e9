package chat.tertulia.functions.host;

import chat.tertulia.functions.store.EventBucket;
import chat.tertulia.functions.store.ObjectCreated;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for objects that no function has dealt with: what was stored while nobody listened, what found no room in a queue,
 * and everything where the store tells nobody. Reads listings side by side, a page at a time. That an object is found
 * which has a result after all does no harm: functions are idempotent.
 */
final class Scan {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer than any lease and shorter than any verdict: what fits may be the mark of a function that died at its work. */
    private static final long MAX_LEASE = 256;

    private static final int MAX_RESULT_PAGES = 8;

    private final EventBucket bucket;
    private final Trigger trigger;
    private final Clock clock;

    Scan(EventBucket bucket, Trigger trigger, Clock clock) {
        this.bucket = bucket;
        this.trigger = trigger;
        this.clock = clock;
    }

    /**
     * @param after the key to begin behind; empty for the first
     * @param pages so many at most are looked at
     * @param found may say that there is no room for more
     * @return behind which key to go on; empty at the end
     */
    String run(String after, int pages, Predicate<ObjectCreated> found) {
        String position = after;
        for (int i = 0; i < pages; i++) {
            List<ObjectCreated> page = bucket.page(trigger.prefix(), position);
            for (ObjectCreated object : unanswered(page, position)) {
                if (!found.test(object)) {
                    return position;
                }
            }
            if (page.size() < EventBucket.PAGE) {
                return "";
            }
            position = page.getLast().key();
        }
        return position;
    }

    private List<ObjectCreated> unanswered(List<ObjectCreated> page, String position) {
        List<ObjectCreated> candidates =
                page.stream().filter(object -> trigger.matches(object.key())).toList();
        if (candidates.isEmpty()) {
            return candidates;
        }
        Set<String> answered =
                answered(position, trigger.id(candidates.getLast().key()));
        return candidates.stream()
                .filter(object -> !answered.contains(trigger.id(object.key())))
                .toList();
    }

    /** Ids that have a result, from behind the position to the last one. */
    private Set<String> answered(String position, String lastId) {
        Set<String> answered = new HashSet<>();
        String after = position.isEmpty()
                ? ""
                : trigger.resultPrefix() + position.substring(trigger.prefix().length());
        String end = trigger.resultPrefix() + lastId + trigger.resultSuffix();
        for (int i = 0; i < MAX_RESULT_PAGES; i++) {
            List<ObjectCreated> page = bucket.page(trigger.resultPrefix(), after);
            page.stream()
                    .filter(result -> trigger.isResult(result.key()) && !isForsaken(result))
                    .forEach(result -> answered.add(trigger.resultId(result.key())));
            if (page.size() < EventBucket.PAGE || page.getLast().key().compareTo(end) >= 0) {
                return answered;
            }
            after = page.getLast().key();
        }
        return answered;
    }

    private boolean isForsaken(ObjectCreated result) {
        return result.size() <= MAX_LEASE
                && bucket.read(result.key())
                        .flatMap(Scan::leaseEnd)
                        .filter(clock.instant()::isAfter)
                        .isPresent();
    }

    private static Optional<Instant> leaseEnd(byte[] json) {
        try {
            JsonNode result = JSON.readTree(json);
            return result.path("state").asText("").equals("processing")
                    ? Optional.of(Instant.parse(result.path("leaseUntil").asText("")))
                    : Optional.empty();
        } catch (IOException | DateTimeException notALease) {
            return Optional.empty();
        }
    }
}

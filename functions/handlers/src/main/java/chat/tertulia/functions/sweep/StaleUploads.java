package chat.tertulia.functions.sweep;

import chat.tertulia.functions.sweep.SweepBucket.Upload;
import java.util.ArrayList;
import java.util.List;

/** Which of the old uploads in parts no reference covers, found while a manifest is read once. */
final class StaleUploads {
    private final List<Upload> candidates;
    private final List<Upload> stale = new ArrayList<>();
    private int next;

    /** @param candidates in the order of {@link KeyOrder} */
    StaleUploads(List<Upload> candidates) {
        this.candidates = candidates;
    }

    /** To be called with every reference, in order. */
    void meet(ManifestEntry.Reference reference) {
        while (next < candidates.size()) {
            Upload upload = candidates.get(next);
            if (!reference.covers(upload.key())) {
                if (KeyOrder.UTF_8.compare(upload.key(), reference.key()) > 0) {
                    return;
                }
                stale.add(upload);
            }
            next++;
        }
    }

    /** After the last reference. */
    List<Upload> stale() {
        stale.addAll(candidates.subList(next, candidates.size()));
        next = candidates.size();
        return stale;
    }
}

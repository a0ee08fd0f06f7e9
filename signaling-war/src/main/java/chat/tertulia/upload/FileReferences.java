package chat.tertulia.upload;

import chat.tertulia.platform.Tx;
import java.util.List;

/**
 * A table that names files which have no record yet, such as uploads under way. Found by CDI; what none of them names, and
 * the files table neither, is swept from the bucket. An id that moves from one table to another does so in one transaction.
 */
public interface FileReferences {
    /**
     * By an index, never all at once.
     *
     * @param fileId the ids after this one, in ascending order; empty for the first
     */
    List<String> fileIdsAfter(Tx tx, String fileId, int limit);
}

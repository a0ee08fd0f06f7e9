package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;

/** The table {@code file_usage}. Only its triggers write it (V0404). */
@Service
public class FileUsageStore {
    private static final String ALL = "";

    long of(Tx tx, String memberId) {
        return tx.handle()
                .createQuery("select bytes from file_usage where member_id = :id")
                .bind("id", memberId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    long ofAll(Tx tx) {
        return of(tx, ALL);
    }
}

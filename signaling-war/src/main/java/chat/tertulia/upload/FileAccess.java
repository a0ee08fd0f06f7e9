package chat.tertulia.upload;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The only door to a file on behalf of a member: its uploader sees it, and whoever may see something that carries it. For
 * everybody else it does not exist.
 */
@Service
public class FileAccess {
    private final FileStore files;
    private final Iterable<FileCarrier> carriers;

    @Inject
    FileAccess(FileStore files, @Any Instance<FileCarrier> carriers) {
        this(files, (Iterable<FileCarrier>) carriers);
    }

    public FileAccess(FileStore files, Iterable<FileCarrier> carriers) {
        this.files = files;
        this.carriers = carriers;
    }

    public StoredFile forReading(Tx tx, String memberId, String fileId) {
        return files.find(tx, fileId)
                .filter(file -> file.uploaderMemberId().equals(memberId) || isCarried(tx, memberId, fileId))
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such file."));
    }

    private boolean isCarried(Tx tx, String memberId, String fileId) {
        for (FileCarrier carrier : carriers) {
            if (carrier.mayRead(tx, memberId, fileId)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody hands on a file that somebody else uploaded, and nothing that the function has refused. */
    public void forAttaching(Tx tx, String memberId, List<String> fileIds) {
        var found = files.find(tx, fileIds);
        for (String fileId : fileIds) {
            StoredFile file = found.get(fileId);
            if (file == null || !file.uploaderMemberId().equals(memberId) || file.purpose() != Purpose.ATTACHMENT) {
                throw Refusal.field("attachments", "There is no such file of yours.");
            }
            if (file.state() == FileState.REJECTED || file.state() == FileState.FAILED) {
                throw Refusal.of(ErrorCode.FILE_REJECTED, "A file could not be processed: " + file.name());
            }
        }
    }
}

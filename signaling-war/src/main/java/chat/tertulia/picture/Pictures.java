package chat.tertulia.picture;

import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.picture.PictureStore.Pending;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.settings.Settings;
import chat.tertulia.upload.FileRemoval;
import chat.tertulia.upload.Intake;
import chat.tertulia.upload.Purpose;
import chat.tertulia.upload.StoredFile;
import chat.tertulia.upload.UploadService;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts pictures up and takes them down. What a picture replaces goes with the change that replaces it. */
@Service
public class Pictures {
    private final Database database;
    private final PictureStore store;
    private final Frames frames;
    private final UploadService uploads;
    private final FileRemoval removal;

    /** Where pictures hang. */
    @Service
    public record Frames(Members members, Settings settings) {
        @Inject
        public Frames {}
    }

    @Inject
    public Pictures(Database database, PictureStore store, Frames frames, UploadService uploads, FileRemoval removal) {
        this.database = database;
        this.store = store;
        this.frames = frames;
        this.uploads = uploads;
        this.removal = removal;
    }

    /**
     * Takes a picture that is shown once the image function is done with it.
     *
     * @param contentType of the whole body, with its boundary
     */
    public StoredFile put(Intake intake, @Nullable String contentType, InputStream body) {
        database.read(tx -> permitted(tx, intake.memberId(), intake.purpose()));
        return uploads.upload(intake, contentType, body, this::await);
    }

    /** In the transaction that makes the file's record. */
    private void await(Tx tx, StoredFile file) {
        String ownerId = ownerId(permitted(tx, file.uploaderMemberId(), file.purpose()), file.purpose());
        List<String> replaced = store.find(tx, ownerId, file.purpose()).stream().toList();
        store.put(tx, new Pending(ownerId, file.purpose(), file.fileId()));
        removal.release(tx, replaced);
    }

    /** Takes down what is shown, and what waits. */
    public void remove(String memberId, Purpose purpose) {
        database.writing(tx -> {
            Member member = permitted(tx, memberId, purpose);
            List<String> gone = new ArrayList<>();
            store.find(tx, ownerId(member, purpose), purpose).ifPresent(waiting -> {
                store.delete(tx, waiting);
                gone.add(waiting);
            });
            String shown = hang(tx, ownerId(member, purpose), purpose, null);
            if (shown != null) {
                gone.add(shown);
            }
            removal.release(tx, gone);
        });
    }

    private Member permitted(Tx tx, String memberId, Purpose purpose) {
        return frames.members()
                .requirePermission(
                        tx, memberId, purpose == Purpose.ICON ? Permission.MANAGE_SERVER : Permission.CHANGE_AVATAR);
    }

    private static String ownerId(Member member, Purpose purpose) {
        return purpose == Purpose.ICON ? "" : member.memberId();
    }

    /** The image function is done with a picture that waits: from now on it is shown. */
    void show(Tx tx, Pending pending) {
        store.delete(tx, pending.fileId());
        String replaced = hang(tx, pending.ownerId(), pending.purpose(), pending.fileId());
        if (replaced != null) {
            removal.release(tx, List.of(replaced));
        }
    }

    /** @return what was there before */
    private @Nullable String hang(Tx tx, String ownerId, Purpose purpose, @Nullable String fileId) {
        if (purpose == Purpose.ICON) {
            String before = frames.settings().iconFileId(tx);
            frames.settings().icon(tx, fileId);
            return before;
        }
        return frames.members()
                .known(tx, ownerId)
                .map(member -> hang(tx, member, purpose, fileId))
                .orElse(fileId);
    }

    private @Nullable String hang(Tx tx, Member member, Purpose purpose, @Nullable String fileId) {
        boolean avatar = purpose == Purpose.AVATAR;
        frames.members()
                .picture(tx, member, avatar ? fileId : member.avatarFileId(), avatar ? member.bannerFileId() : fileId);
        return avatar ? member.avatarFileId() : member.bannerFileId();
    }
}

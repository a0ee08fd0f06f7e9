package chat.tertulia.picture;

import chat.tertulia.member.Members;
import chat.tertulia.picture.PictureStore.Pending;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.settings.Settings;
import chat.tertulia.upload.FileCarrier;
import chat.tertulia.upload.FileStore;
import chat.tertulia.upload.StoredFile;
import jakarta.inject.Inject;

/** Every member sees what is shown; what waits is its uploader's alone. A refused picture leaves the old one where it is. */
@Service
public class PictureFiles implements FileCarrier {
    private final PictureStore store;
    private final Pictures pictures;
    private final FileStore files;
    private final Members members;
    private final Settings settings;

    @Inject
    public PictureFiles(PictureStore store, Pictures pictures, FileStore files, Members members, Settings settings) {
        this.store = store;
        this.pictures = pictures;
        this.files = files;
        this.members = members;
        this.settings = settings;
    }

    @Override
    public boolean mayRead(Tx tx, String memberId, String fileId) {
        return isShown(tx, fileId) && members.isActive(tx, memberId);
    }

    @Override
    public boolean carries(Tx tx, String fileId) {
        return isShown(tx, fileId) || store.find(tx, fileId).isPresent();
    }

    private boolean isShown(Tx tx, String fileId) {
        return members.anyPictured(tx, fileId) || fileId.equals(settings.iconFileId(tx));
    }

    @Override
    public void changed(Tx tx, String fileId) {
        store.find(tx, fileId)
                .ifPresent(pending -> files.find(tx, fileId).ifPresent(file -> changed(tx, pending, file)));
    }

    private void changed(Tx tx, Pending pending, StoredFile file) {
        switch (file.state()) {
            case DONE -> pictures.show(tx, pending);
            // The record stays for a while, so that its uploader can ask why.
            case REJECTED, FAILED -> store.delete(tx, pending.fileId());
            case QUEUED, PROCESSING -> {}
        }
    }
}

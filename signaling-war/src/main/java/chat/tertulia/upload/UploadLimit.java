package chat.tertulia.upload;

import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import jakarta.inject.Inject;

/** Tells clients the largest file before they try. */
@Service
public class UploadLimit implements SnapshotPart {
    private final long bytes;

    @Inject
    public UploadLimit(ServerConfig config) {
        bytes = config.files().uploadBytes();
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.uploadLimit(bytes);
    }
}

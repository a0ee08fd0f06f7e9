package chat.tertulia.upload;

import chat.tertulia.platform.Tx;

/** A feature whose things carry files, such as messages. Found by CDI; a file is visible to whom one carrier says so. */
public interface FileCarrier {
    /** Whether this member may see something that carries the file. */
    boolean mayRead(Tx tx, String memberId, String fileId);

    /** The file's state has changed in this transaction; what that means to others follows after its commit. */
    void changed(Tx tx, String fileId);
}

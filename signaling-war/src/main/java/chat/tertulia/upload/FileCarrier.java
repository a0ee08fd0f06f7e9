package chat.tertulia.upload;

import chat.tertulia.platform.Tx;

/**
 * A feature whose things carry files, such as messages. Found by CDI; a file is visible to whom one carrier says so, and ends
 * when none carries it. Whatever must keep a file though nobody may see it, such as a pending report of a deleted message, is
 * a carrier too: one that lets nobody read.
 */
public interface FileCarrier {
    /** Whether anything carries the file, for whomsoever. */
    boolean carries(Tx tx, String fileId);

    /** Whether this member may see something that carries the file. */
    boolean mayRead(Tx tx, String memberId, String fileId);

    /** The file's state has changed in this transaction; what that means to others follows after its commit. */
    void changed(Tx tx, String fileId);
}

package chat.tertulia.server;

/**
 * A feature's share of {@code server:details}. Every bean of this type is asked, in no particular order, each time a member
 * is given a snapshot; it adds only what the viewer may see. May read the database, must not write, must not publish.
 */
public interface SnapshotPart {
    void contribute(Snapshot.Builder into, MemberView viewer);
}

/**
 * What a joined client knows of this server: one snapshot, then versioned changes. Features put in their part through
 * {@link chat.tertulia.server.SnapshotPart} and tell of later changes through {@link chat.tertulia.server.Changes}; the
 * views here are the wire forms of docs/protocol.md §3. Knows no feature. Any thread may call.
 *
 * <p>The law: an old snapshot plus the changes sent since equals a new snapshot.
 */
@NullMarked
package chat.tertulia.server;

import org.jspecify.annotations.NullMarked;

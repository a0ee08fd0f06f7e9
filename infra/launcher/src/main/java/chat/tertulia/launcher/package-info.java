/**
 * The supervisor of one machine: object store and functions in this process, the server and a media node as children.
 * {@link chat.tertulia.launcher.Main} is what the command {@code tertulia} starts. Each child has a thread of its own,
 * which alone starts and restarts it.
 */
@NullMarked
package chat.tertulia.launcher;

import org.jspecify.annotations.NullMarked;

/** The other side of a media node: a peer and a signalling server, small and real. Used by the benchmark as well. */
@NullMarked
package chat.tertulia.node.peer;

import org.jspecify.annotations.NullMarked;

/** Targets: SRTP and SRTCP of a peer. */
@NullMarked
package chat.tertulia.node.tcp;

import org.jspecify.annotations.NullMarked;

/** Targets: SRTP and SRTCP of a peer. */
@NullMarked
package chat.tertulia.node.srtp;

import org.jspecify.annotations.NullMarked;

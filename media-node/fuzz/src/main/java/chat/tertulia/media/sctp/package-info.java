/** Targets: SRTP and SRTCP of a peer. */
@NullMarked
package chat.tertulia.media.sctp;

import org.jspecify.annotations.NullMarked;

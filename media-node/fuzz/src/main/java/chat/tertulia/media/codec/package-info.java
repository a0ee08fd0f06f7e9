/** Targets: SRTP and SRTCP of a peer. */
@NullMarked
package chat.tertulia.media.codec;

import org.jspecify.annotations.NullMarked;

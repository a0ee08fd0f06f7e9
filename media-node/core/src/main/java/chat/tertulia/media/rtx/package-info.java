/** Retransmission payload format (RFC 4588). */
@NullMarked
package chat.tertulia.media.rtx;

import org.jspecify.annotations.NullMarked;

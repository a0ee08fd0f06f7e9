/** RTP (RFC 3550) and its header extensions (RFC 8285) as views over bytes. Parsing is total and allocates nothing. */
@NullMarked
package chat.tertulia.media.rtp;

import org.jspecify.annotations.NullMarked;

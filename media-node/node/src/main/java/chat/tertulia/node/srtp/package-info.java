/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) of one transport. Owned by the transport's loop.
 */
@NullMarked
package chat.tertulia.node.srtp;

import org.jspecify.annotations.NullMarked;

/** Targets: the DTLS association before and in the handshake. */
@NullMarked
package chat.tertulia.node.dtls;

import org.jspecify.annotations.NullMarked;

/**
 * DTLS 1.2 in the server role and the keys it yields (RFC 5764). One virtual thread an association, never the loop's.
 */
@NullMarked
package chat.tertulia.node.dtls;

import org.jspecify.annotations.NullMarked;

/**
 * Connectivity (RFC 8445): STUN on the wire, and the agent behind {@link chat.tertulia.node.ice.IceAgent}. Wire code here is total.
 */
@NullMarked
package chat.tertulia.node.ice;

import org.jspecify.annotations.NullMarked;

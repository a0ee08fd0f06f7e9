/**
 * Datagrams in and out of one UDP port. Each port is owned by one loop.
 */
@NullMarked
package chat.tertulia.node.udp;

import org.jspecify.annotations.NullMarked;

/**
 * ICE-TCP (RFC 6544), passive: listening sockets, connections, and RFC 4571 framing. One thread reads them all; loops write to
 * the connections that they have claimed. Slower than UDP and meant for those whom UDP does not reach.
 */
@NullMarked
package chat.tertulia.node.tcp;

import org.jspecify.annotations.NullMarked;

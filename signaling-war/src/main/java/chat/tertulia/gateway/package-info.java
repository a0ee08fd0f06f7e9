/**
 * The real-time gateway: Engine.IO 4 and Socket.IO 5 on Jakarta WebSocket and Servlet. Features register what they answer
 * through {@link chat.tertulia.gateway.EventSource} and see connections only as {@link chat.tertulia.gateway.Connection}.
 * Knows no feature. Each connection is drained by one virtual thread of its own.
 */
@NullMarked
package chat.tertulia.gateway;

import org.jspecify.annotations.NullMarked;

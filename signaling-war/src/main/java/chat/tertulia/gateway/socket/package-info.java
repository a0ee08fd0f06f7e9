/**
 * Socket.IO protocol 5 on Engine.IO: namespaces, events, acknowledgements, binary attachments and connection state recovery.
 * A {@link chat.tertulia.gateway.socket.Socket} outlives its Engine.IO session within the recovery window. Handlers of one
 * socket run one at a time on its lane. Knows neither members nor features.
 */
@NullMarked
package chat.tertulia.gateway.socket;

import org.jspecify.annotations.NullMarked;

/**
 * Load for the chat path: many Socket.IO sockets on one selector thread, a few of them posting at a steady rate, and what
 * it costs the server. Runs against loopback addresses only; bounded in count and time.
 */
@NullMarked
package chat.tertulia.bench.chat;

import org.jspecify.annotations.NullMarked;

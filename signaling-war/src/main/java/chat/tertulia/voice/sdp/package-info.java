/**
 * SDP (RFC 8866, RFC 8829, RFC 8843) as text in and text out: reads offers and answers of clients, writes answers and, for
 * clients with two peer connections, offers. Knows nothing of rooms, sockets or media nodes. Pure functions; any thread.
 */
@NullMarked
package chat.tertulia.voice.sdp;

import org.jspecify.annotations.NullMarked;

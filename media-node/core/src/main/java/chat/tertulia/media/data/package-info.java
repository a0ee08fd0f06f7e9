/**
 * Data channels (RFC 8831, RFC 8832) and LiveKit's data packets: who in the room gets which, stamped with who sent it. Called
 * by the room; owned by its loop.
 */
@NullMarked
package chat.tertulia.media.data;

import org.jspecify.annotations.NullMarked;

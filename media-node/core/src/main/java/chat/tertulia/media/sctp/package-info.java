/**
 * SCTP over DTLS, sans-IO: RFC 9260 as far as WebRTC needs it (RFC 8261, RFC 8831), with partial reliability (RFC 3758), stream
 * reset (RFC 6525) and zero checksums (RFC 9653). One path, one peer that DTLS has authenticated; no multi-homing, no I-DATA,
 * no path MTU discovery. Called by {@code data}; owned by the loop of the room.
 */
@NullMarked
package chat.tertulia.media.sctp;

import org.jspecify.annotations.NullMarked;

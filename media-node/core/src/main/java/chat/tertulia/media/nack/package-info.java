/** Loss, both ways: what to ask again from publishers, and how often a receiver's request is answered (RFC 4585 §6.2.1). */
@NullMarked
package chat.tertulia.media.nack;

import org.jspecify.annotations.NullMarked;

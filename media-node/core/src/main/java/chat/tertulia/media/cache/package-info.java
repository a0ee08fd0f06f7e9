/** Packets that wait or may be asked for again: one copy each, counted references, pooled. Owned by the room's loop. */
@NullMarked
package chat.tertulia.media.cache;

import org.jspecify.annotations.NullMarked;

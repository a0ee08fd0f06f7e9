/**
 * What the parts of a large room hand each other. A room has one part on each loop that it uses; a part is a room of its own and
 * owned by its loop, and knows others only by these messages, which come in the order in which they were told.
 */
@NullMarked
package chat.tertulia.media.relay;

import org.jspecify.annotations.NullMarked;

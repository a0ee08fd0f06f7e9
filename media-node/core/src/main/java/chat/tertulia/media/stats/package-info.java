/** What a room counts. */
@NullMarked
package chat.tertulia.media.stats;

import org.jspecify.annotations.NullMarked;

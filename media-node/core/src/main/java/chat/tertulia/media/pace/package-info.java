/**
 * Spreads what one receiver gets over time: a token bucket and what waits for it. Owned by: one transport. Without a rate, and
 * within it, nothing waits.
 */
@NullMarked
package chat.tertulia.media.pace;

import org.jspecify.annotations.NullMarked;

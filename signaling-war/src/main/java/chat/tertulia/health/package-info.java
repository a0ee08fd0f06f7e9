/** What monitoring sees of the parts that have no feature of their own to watch them. */
@NullMarked
package chat.tertulia.health;

import org.jspecify.annotations.NullMarked;

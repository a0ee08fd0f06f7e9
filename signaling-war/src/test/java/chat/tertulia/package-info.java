/** Rules that hold for the whole server. */
@NullMarked
package chat.tertulia;

import org.jspecify.annotations.NullMarked;

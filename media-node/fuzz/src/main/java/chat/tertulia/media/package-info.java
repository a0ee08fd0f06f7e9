/** Targets: a whole room. */
@NullMarked
package chat.tertulia.media;

import org.jspecify.annotations.NullMarked;

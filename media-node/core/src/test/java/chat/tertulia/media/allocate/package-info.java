@NullMarked
package chat.tertulia.media.allocate;

import org.jspecify.annotations.NullMarked;

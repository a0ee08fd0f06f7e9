@NullMarked
package chat.tertulia.media.cache;

import org.jspecify.annotations.NullMarked;

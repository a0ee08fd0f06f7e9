@NullMarked
package chat.tertulia.media.layer;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.media.nack;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.media.codec;

import org.jspecify.annotations.NullMarked;

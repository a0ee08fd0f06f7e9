@NullMarked
package chat.tertulia.media.speaker;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.media.pace;

import org.jspecify.annotations.NullMarked;

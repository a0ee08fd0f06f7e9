@NullMarked
package chat.tertulia.media.bwe;

import org.jspecify.annotations.NullMarked;

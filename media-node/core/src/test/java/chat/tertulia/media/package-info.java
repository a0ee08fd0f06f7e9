@NullMarked
package chat.tertulia.media;

import org.jspecify.annotations.NullMarked;

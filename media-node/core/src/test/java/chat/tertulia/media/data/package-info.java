@NullMarked
package chat.tertulia.media.data;

import org.jspecify.annotations.NullMarked;

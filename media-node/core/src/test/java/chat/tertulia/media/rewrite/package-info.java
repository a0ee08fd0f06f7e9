@NullMarked
package chat.tertulia.media.rewrite;

import org.jspecify.annotations.NullMarked;

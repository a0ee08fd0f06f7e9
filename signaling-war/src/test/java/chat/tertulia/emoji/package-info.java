@NullMarked
package chat.tertulia.emoji;

import org.jspecify.annotations.NullMarked;

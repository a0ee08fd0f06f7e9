@NullMarked
package chat.tertulia.voice;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.voice.signal;

import org.jspecify.annotations.NullMarked;

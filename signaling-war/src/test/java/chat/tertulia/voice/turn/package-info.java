@NullMarked
package chat.tertulia.voice.turn;

import org.jspecify.annotations.NullMarked;

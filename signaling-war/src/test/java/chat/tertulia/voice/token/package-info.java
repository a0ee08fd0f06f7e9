@NullMarked
package chat.tertulia.voice.token;

import org.jspecify.annotations.NullMarked;

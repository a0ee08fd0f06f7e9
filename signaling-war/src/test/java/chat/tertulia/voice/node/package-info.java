@NullMarked
package chat.tertulia.voice.node;

import org.jspecify.annotations.NullMarked;

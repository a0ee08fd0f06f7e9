@NullMarked
package chat.tertulia.voice.sdp;

import org.jspecify.annotations.NullMarked;

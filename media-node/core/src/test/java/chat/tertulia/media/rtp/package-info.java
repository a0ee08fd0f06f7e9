@NullMarked
package chat.tertulia.media.rtp;

import org.jspecify.annotations.NullMarked;

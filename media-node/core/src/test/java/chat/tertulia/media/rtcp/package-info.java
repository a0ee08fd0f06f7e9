@NullMarked
package chat.tertulia.media.rtcp;

import org.jspecify.annotations.NullMarked;

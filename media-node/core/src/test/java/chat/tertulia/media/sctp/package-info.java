@NullMarked
package chat.tertulia.media.sctp;

import org.jspecify.annotations.NullMarked;

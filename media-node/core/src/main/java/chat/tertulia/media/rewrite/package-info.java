/** From what a publisher sent to what one receiver sees: sequence, timestamp, VP8 fields, header extensions. */
@NullMarked
package chat.tertulia.media.rewrite;

import org.jspecify.annotations.NullMarked;

/**
 * Who gets how much of one receiver's downlink. Sees claims with costs, and neither packets nor tracks. Owned by: one
 * transport.
 */
@NullMarked
package chat.tertulia.media.allocate;

import org.jspecify.annotations.NullMarked;

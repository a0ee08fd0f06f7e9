/** Receiving side of transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01). */
@NullMarked
package chat.tertulia.media.twcc;

import org.jspecify.annotations.NullMarked;

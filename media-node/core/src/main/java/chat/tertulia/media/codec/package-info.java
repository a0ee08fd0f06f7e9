/** What payload formats tell a forwarder: keyframes, and the fields of VP8 that must stay continuous. */
@NullMarked
package chat.tertulia.media.codec;

import org.jspecify.annotations.NullMarked;

/** Who speaks, from the audio level header extension (RFC 6464). */
@NullMarked
package chat.tertulia.media.speaker;

import org.jspecify.annotations.NullMarked;

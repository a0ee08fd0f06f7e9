/** Which simulcast layer a receiver gets, and when its source is asked for a keyframe. */
@NullMarked
package chat.tertulia.media.layer;

import org.jspecify.annotations.NullMarked;

/** Which layers a receiver gets, what they take, and when their source is asked for a keyframe. */
@NullMarked
package chat.tertulia.media.layer;

import org.jspecify.annotations.NullMarked;

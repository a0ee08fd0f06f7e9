/** A stand-in for the media node, under the name of its main class. */
@NullMarked
package chat.tertulia.node;

import org.jspecify.annotations.NullMarked;

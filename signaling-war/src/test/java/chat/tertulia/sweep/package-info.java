/** Tests of what ends files, with the function on the other side of the bucket. */
@NullMarked
package chat.tertulia.sweep;

import org.jspecify.annotations.NullMarked;

/** Tests of the simulation itself, and of the core's RTCP by an independent reader. */
@NullMarked
package chat.tertulia.sim;

import org.jspecify.annotations.NullMarked;

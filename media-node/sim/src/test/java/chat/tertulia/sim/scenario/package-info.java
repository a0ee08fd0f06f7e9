/** Calls that are unit tests. */
@NullMarked
package chat.tertulia.sim.scenario;

import org.jspecify.annotations.NullMarked;

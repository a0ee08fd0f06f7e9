/**
 * A seeded network, clock and synthetic clients around {@link chat.tertulia.media.Room}: a call is a unit test. The synthetic
 * packets are also load for benchmarks. Everything runs on the caller's thread; the same seed gives the same call.
 */
@NullMarked
package chat.tertulia.sim;

import org.jspecify.annotations.NullMarked;

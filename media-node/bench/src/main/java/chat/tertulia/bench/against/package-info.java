/**
 * The media node beside other forwarding units: the same load, the same machine, the same measures. Each unit is a process of
 * its own, started as its makers start it, and reached by its own signalling through a {@link Sfu}.
 */
@NullMarked
package chat.tertulia.bench.against;

import org.jspecify.annotations.NullMarked;

/**
 * {@code ./tertulia bench functions}: the image function as the launcher runs it, with the real runtime interface client,
 * beside libvips alone; and the sweep. Each benchmark is a main class of this package and runs in a JVM of its own.
 */
@NullMarked
package chat.tertulia.bench.functions;

import org.jspecify.annotations.NullMarked;

/**
 * The media node as a process: configuration, start, stop, and the way from a command to the loop that carries it out.
 */
@NullMarked
package chat.tertulia.node;

import org.jspecify.annotations.NullMarked;

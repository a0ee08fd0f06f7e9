/**
 * The selective forwarding unit without input or output: packets, commands and times go in, packets and events come out.
 * {@link chat.tertulia.media.Room} is the only door. No sockets, threads, locks or clocks; everything of one room is owned
 * by the one loop that calls it.
 */
@NullMarked
package chat.tertulia.media;

import org.jspecify.annotations.NullMarked;

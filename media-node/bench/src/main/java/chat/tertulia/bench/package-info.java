/** What the media node can do, in figures: synthetic load over real UDP on the loopback interface. */
@NullMarked
package chat.tertulia.bench;

import org.jspecify.annotations.NullMarked;

/** Tests of the launcher, which starts stand-ins for the server and the media node as real processes. */
@NullMarked
package chat.tertulia.launcher;

import org.jspecify.annotations.NullMarked;

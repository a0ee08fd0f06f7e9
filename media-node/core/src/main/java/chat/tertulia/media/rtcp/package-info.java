/** RTCP compounds (RFC 3550, 4585, 5104): a cursor to read and a writer. Parsing is total and allocates nothing. */
@NullMarked
package chat.tertulia.media.rtcp;

import org.jspecify.annotations.NullMarked;

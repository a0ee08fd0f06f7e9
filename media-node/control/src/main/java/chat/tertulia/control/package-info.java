/**
 * The contract between the signalling server and a media node: records and their JSON codec, JDK only. Messages travel as
 * text frames of the WebSocket that the node dials ({@code /internal/media}). SDP never appears here.
 */
@NullMarked
package chat.tertulia.control;

import org.jspecify.annotations.NullMarked;

/**
 * The media nodes that have dialled in: the control link's server side, requests with replies, events by room, and which node
 * a new room gets. Rooms see a {@link chat.tertulia.voice.node.MediaNode}; only the endpoint sees the socket. A link's frames
 * are read by the container, one at a time and in order.
 */
@NullMarked
package chat.tertulia.voice.node;

import org.jspecify.annotations.NullMarked;

/**
 * Voice on this server: who may go into a voice channel, the token for it, who is in which one, and what moderators do there.
 * Media signalling itself is in {@link chat.tertulia.voice.signal}, the link to media nodes in
 * {@link chat.tertulia.voice.node}. Other features see only the events and the state this package contributes.
 */
@NullMarked
package chat.tertulia.voice;

import org.jspecify.annotations.NullMarked;

/**
 * Credentials for the operator's TURN servers. Called by {@link chat.tertulia.voice.signal}; owns no thread and keeps no state.
 */
@NullMarked
package chat.tertulia.voice.turn;

import org.jspecify.annotations.NullMarked;

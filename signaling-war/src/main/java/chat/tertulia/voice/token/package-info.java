/**
 * LiveKit access tokens of this server: the key pair, minting and checking. Knows nothing of members or rooms beyond what a
 * token says. Any thread.
 */
@NullMarked
package chat.tertulia.voice.token;

import org.jspecify.annotations.NullMarked;

/**
 * LiveKit's signalling, {@code /rtc} and {@code /rtc/v1}: sockets, rooms, participants, their tracks and negotiation.
 *
 * <p>Owners: a {@link chat.tertulia.voice.signal.Room} and every {@link chat.tertulia.voice.signal.Participant} has a
 * {@link chat.tertulia.voice.signal.Mailbox}, one virtual thread each; their public methods only post to it. Whatever a
 * participant holds (tracks, subscriptions, transports) is touched on its thread alone. A participant may wait for the media
 * node; a room never waits.
 */
@NullMarked
package chat.tertulia.voice.signal;

import org.jspecify.annotations.NullMarked;

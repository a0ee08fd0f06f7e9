/**
 * Text and voice channels. {@link chat.tertulia.channel.ChannelAccess} is the only door to a channel on behalf of a member,
 * and the one predicate that decides who may read it. Any thread may call.
 */
@NullMarked
package chat.tertulia.channel;

import org.jspecify.annotations.NullMarked;

package chat.tertulia.channel;

import chat.tertulia.platform.Tx;

/** A feature that keeps things in channels. Every bean of this type is told before a channel goes. */
public interface ChannelContents {
    /** Removes what it keeps in the channel, in the transaction that removes the channel. */
    void deleting(Tx tx, String channelId);
}

package chat.tertulia.channel;

/** Fired as a CDI event once a channel is gone, after the commit. Who observes it must not block. */
public record ChannelDeleted(String channelId) {}

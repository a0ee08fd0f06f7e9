import type { Channel, ChannelType } from '../../protocol/model';

export function inOrder(channels: Iterable<Channel>, type: ChannelType): readonly Channel[] {
  return [...channels]
    .filter((channel) => channel.type === type)
    .sort((a, b) => a.position - b.position || (a.channelId < b.channelId ? -1 : 1));
}

package chat.tertulia.channel;

import chat.tertulia.server.ChannelView;
import java.util.ArrayList;
import java.util.List;

/** Positions of channels: dense, from 0. Pure. */
final class ChannelOrder {
    private ChannelOrder() {}

    /**
     * Moves one channel and closes the ranks.
     *
     * @param channels in their order, with {@code moved} somewhere among them
     * @param position where it goes; beyond the end means the end
     * @return what has a new position, plus {@code moved} itself in any case
     */
    static List<ChannelView> move(List<ChannelView> channels, ChannelView moved, int position) {
        List<ChannelView> order = new ArrayList<>(channels);
        order.removeIf(channel -> channel.channelId().equals(moved.channelId()));
        order.add(Math.clamp(position, 0, order.size()), moved);
        List<ChannelView> changed = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            ChannelView channel = order.get(i);
            boolean isMoved = channel.channelId().equals(moved.channelId());
            if (isMoved || channel.position() != i) {
                changed.add(at(channel, i));
            }
        }
        return changed;
    }

    private static ChannelView at(ChannelView channel, int position) {
        return new ChannelView(channel.channelId(), channel.name(), channel.type(), position, channel.description());
    }
}

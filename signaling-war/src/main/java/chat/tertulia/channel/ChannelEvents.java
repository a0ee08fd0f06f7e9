package chat.tertulia.channel;

import chat.tertulia.channel.ChannelService.ChannelEdit;
import chat.tertulia.channel.ChannelService.NewChannel;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Service;
import chat.tertulia.server.ChannelView;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The {@code server:channels:*} events. */
@Service
public class ChannelEvents implements EventSource {
    private static final Rate LIMIT = Rate.perSeconds(30, 60);

    private final ChannelService channels;

    @Inject
    public ChannelEvents(ChannelService channels) {
        this.channels = channels;
    }

    record Named(@Nullable String channelId) {}

    record Answer(ChannelView channel) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on(
                "server:channels:create",
                NewChannel.class,
                LIMIT,
                (from, wanted) -> new Answer(channels.create(Actor.of(from), wanted)));
        routes.on(
                "server:channels:update",
                ChannelEdit.class,
                LIMIT,
                (from, edit) -> new Answer(channels.update(Actor.of(from), edit)));
        routes.on("server:channels:delete", Named.class, LIMIT, (from, named) -> {
            channels.delete(Actor.of(from), named.channelId());
            return null;
        });
    }
}

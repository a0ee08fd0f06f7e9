package chat.tertulia.message;

import static chat.tertulia.message.Draft.required;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The {@code chat:*} events. */
@Service
public class MessageEvents implements EventSource {
    private final MessageService messages;
    private final MessageHistory history;
    private final ReactionService reactions;
    private final TypingService typing;
    private final MessageRemoval removal;

    @Inject
    public MessageEvents(
            MessageService messages,
            MessageHistory history,
            ReactionService reactions,
            TypingService typing,
            MessageRemoval removal) {
        this.messages = messages;
        this.history = history;
        this.reactions = reactions;
        this.typing = typing;
        this.removal = removal;
    }

    record Edit(
            @Nullable String conversationId,
            @Nullable String messageId,
            @Nullable String text) {}

    record React(
            @Nullable String conversationId,
            @Nullable String messageId,
            @Nullable String reactionSrc) {}

    record Place(@Nullable String conversationId) {}

    record Answer(MessageView message) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on(
                "chat:send",
                Draft.Request.class,
                Rate.perSeconds(20, 10),
                (from, request) -> new Answer(messages.send(Actor.of(from), request)));
        routes.on("chat:fetch", MessageHistory.Request.class, Rate.perSeconds(30, 10), this::fetch);
        routes.on(
                "chat:edit",
                Edit.class,
                Rate.perSeconds(20, 60),
                (from, edit) -> new Answer(messages.edit(
                        Actor.of(from), new Target(edit.conversationId(), edit.messageId()), edit.text())));
        routes.on("chat:delete", Target.class, Rate.perSeconds(30, 60), (from, target) -> {
            removal.delete(Actor.of(from), target);
            return null;
        });
        routes.on(
                "chat:react",
                React.class,
                Rate.perSeconds(60, 60),
                (from, react) -> new Answer(reactions.toggle(
                        Actor.of(from), new Target(react.conversationId(), react.messageId()), react.reactionSrc())));
        registerTyping(routes);
    }

    private void registerTyping(EventRoutes routes) {
        Rate limit = Rate.perSeconds(30, 10);
        routes.on("chat:typing", Place.class, limit, (from, place) -> {
            typing.start(Actor.of(from), required("conversationId", place.conversationId()));
            return null;
        });
        routes.on("chat:stop_typing", Place.class, limit, (from, place) -> {
            typing.stop(Actor.of(from), required("conversationId", place.conversationId()));
            return null;
        });
    }

    private MessageHistory.Page fetch(Connection from, MessageHistory.Request request) {
        MessageHistory.Page page = history.page(Actor.of(from), request);
        from.emit("chat:history", page);
        return page;
    }
}

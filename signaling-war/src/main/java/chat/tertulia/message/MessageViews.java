package chat.tertulia.message;

import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.Attachment;
import chat.tertulia.upload.FileStore;
import chat.tertulia.upload.StoredFile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stored messages as members see them, a page with a few queries. */
@Service
public class MessageViews {
    private final MessageStore messages;
    private final ReactionStore reactions;
    private final FileStore files;
    private final Members members;

    @Inject
    public MessageViews(MessageStore messages, ReactionStore reactions, FileStore files, Members members) {
        this.messages = messages;
        this.reactions = reactions;
        this.files = files;
        this.members = members;
    }

    MessageView of(Tx tx, Message message) {
        return of(tx, List.of(message)).getFirst();
    }

    List<MessageView> of(Tx tx, List<Message> page) {
        List<String> ids = page.stream().map(Message::messageId).toList();
        var reactionsOf = reactions.of(tx, ids);
        var filesOf = attachments(tx, messages.attachments(tx, ids));
        Map<String, Optional<Member>> senderOf = new HashMap<>();
        page.forEach(message -> senderOf.computeIfAbsent(message.senderMemberId(), id -> members.known(tx, id)));
        return page.stream()
                .map(message -> view(
                        message,
                        senderOf.getOrDefault(message.senderMemberId(), Optional.empty()),
                        filesOf.getOrDefault(message.messageId(), List.of()),
                        reactionsOf.getOrDefault(message.messageId(), List.of())))
                .toList();
    }

    private Map<String, List<Attachment>> attachments(Tx tx, Map<String, List<String>> fileIdsOf) {
        Map<String, StoredFile> found = files.find(
                tx, fileIdsOf.values().stream().flatMap(Collection::stream).collect(Collectors.toSet()));
        return fileIdsOf.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .map(found::get)
                                .filter(Objects::nonNull)
                                .map(StoredFile::attachment)
                                .toList()));
    }

    private static MessageView view(
            Message message,
            Optional<Member> sender,
            List<Attachment> attachments,
            List<MessageView.Reaction> reactions) {
        Long editedAt = message.editedAt();
        return new MessageView(
                message.conversationId(),
                message.messageId(),
                message.senderMemberId(),
                sender.map(Member::nickname).orElse(""),
                sender.map(Member::avatarFileId).orElse(null),
                message.text(),
                attachments,
                reactions,
                message.replyToMessageId(),
                IsoTime.of(Instant.ofEpochMilli(message.createdAt())),
                editedAt == null ? null : IsoTime.of(Instant.ofEpochMilli(editedAt)),
                null);
    }
}

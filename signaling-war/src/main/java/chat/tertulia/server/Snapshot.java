package chat.tertulia.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Payload of {@code server:details}: all that one member may know of the state, as of {@code version}. */
public record Snapshot(
        long version,
        ServerView server,
        MemberView me,
        List<MemberView> members,
        List<ChannelView> channels,
        List<VoiceView> voice,
        List<EmojiView> emojis,
        Collection<String> permissions,
        Limits limits) {
    public static final String EVENT = "server:details";

    /** Maxima that a client should know before it tries. */
    public record Limits(int messageLength, long uploadBytes, int attachments) {}

    /** Owned by: the thread that makes one snapshot. */
    public static final class Builder {
        private final long version;
        private final MemberView viewer;
        private final List<MemberView> members = new ArrayList<>();
        private final List<ChannelView> channels = new ArrayList<>();
        private final List<VoiceView> voice = new ArrayList<>();
        private final List<EmojiView> emojis = new ArrayList<>();
        private final TreeSet<String> permissions = new TreeSet<>();
        private @Nullable ServerView server;
        private int messageLength = 4000;
        private long uploadBytes = 25L << 20;
        private int attachments = 10;

        Builder(long version, MemberView viewer) {
            this.version = version;
            this.viewer = viewer;
            viewer.role().permissions().forEach(permission -> permissions.add(permission.wire()));
        }

        public Builder server(ServerView view) {
            server = view;
            return this;
        }

        public Builder members(Collection<MemberView> views) {
            members.addAll(views);
            return this;
        }

        public Builder channels(Collection<ChannelView> views) {
            channels.addAll(views);
            return this;
        }

        public Builder voice(Collection<VoiceView> views) {
            voice.addAll(views);
            return this;
        }

        public Builder emojis(Collection<EmojiView> views) {
            emojis.addAll(views);
            return this;
        }

        public Builder messageLimits(int textLength, int attachmentCount) {
            messageLength = textLength;
            attachments = attachmentCount;
            return this;
        }

        public Builder uploadLimit(long bytes) {
            uploadBytes = bytes;
            return this;
        }

        Snapshot build() {
            if (server == null) {
                throw new IllegalStateException("Nobody has contributed the server to the snapshot.");
            }
            return new Snapshot(
                    version,
                    server,
                    viewer,
                    List.copyOf(members),
                    List.copyOf(channels),
                    List.copyOf(voice),
                    List.copyOf(emojis),
                    List.copyOf(permissions),
                    new Limits(messageLength, uploadBytes, attachments));
        }
    }
}

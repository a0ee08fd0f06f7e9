package chat.tertulia.server;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One difference between two snapshots. A put carries the whole thing, so that applying it twice does no harm. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.ServerPut.class, name = "server.put"),
    @JsonSubTypes.Type(value = Change.MemberPut.class, name = "member.put"),
    @JsonSubTypes.Type(value = Change.MemberGone.class, name = "member.gone"),
    @JsonSubTypes.Type(value = Change.ChannelPut.class, name = "channel.put"),
    @JsonSubTypes.Type(value = Change.ChannelGone.class, name = "channel.gone"),
    @JsonSubTypes.Type(value = Change.VoicePut.class, name = "voice.put"),
    @JsonSubTypes.Type(value = Change.VoiceGone.class, name = "voice.gone"),
    @JsonSubTypes.Type(value = Change.EmojiPut.class, name = "emoji.put"),
    @JsonSubTypes.Type(value = Change.EmojiGone.class, name = "emoji.gone"),
})
public sealed interface Change {
    record ServerPut(ServerView server) implements Change {}

    record MemberPut(MemberView member) implements Change {}

    record MemberGone(String memberId) implements Change {}

    record ChannelPut(ChannelView channel) implements Change {}

    record ChannelGone(String channelId) implements Change {}

    record VoicePut(VoiceView voice) implements Change {}

    record VoiceGone(String memberId) implements Change {}

    record EmojiPut(EmojiView emoji) implements Change {}

    record EmojiGone(String name) implements Change {}
}

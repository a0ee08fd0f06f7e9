package chat.tertulia.audience;

import java.util.Set;

/** Who an event is for. Membership and permission are looked up when the event is sent, never when it is made. */
public sealed interface Audience {
    /** Every member who is joined. */
    record Everyone() implements Audience {}

    /** Members who may read the channel. */
    record Channel(String channelId) implements Audience {}

    /** Members who may read the channel, without this one. */
    record ChannelExcept(String channelId, String memberId) implements Audience {}

    /** This member, if they may read the channel. */
    record ChannelMember(String channelId, String memberId) implements Audience {}

    /** These members, wherever they are connected. */
    record Members(Set<String> memberIds) implements Audience {
        public Members {
            memberIds = Set.copyOf(memberIds);
        }
    }

    static Audience everyone() {
        return new Everyone();
    }

    static Audience channel(String channelId) {
        return new Channel(channelId);
    }

    static Audience channelExcept(String channelId, String memberId) {
        return new ChannelExcept(channelId, memberId);
    }

    static Audience channelMember(String channelId, String memberId) {
        return new ChannelMember(channelId, memberId);
    }

    static Audience member(String memberId) {
        return new Members(Set.of(memberId));
    }
}

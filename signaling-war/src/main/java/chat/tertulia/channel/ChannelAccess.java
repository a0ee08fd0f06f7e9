package chat.tertulia.channel;

import chat.tertulia.audience.Readers;
import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.server.ChannelView;
import jakarta.inject.Inject;
import java.util.function.Predicate;

/**
 * Who may do what with a channel. Today every active member may read and write every channel; a rule by role goes into
 * {@link #mayRead}, and with it into reading, fetching, files and broadcasts alike.
 */
@Service
public class ChannelAccess implements Readers {
    private final Database database;
    private final ChannelStore channels;
    private final Members members;

    @Inject
    public ChannelAccess(Database database, ChannelStore channels, Members members) {
        this.database = database;
        this.channels = channels;
        this.members = members;
    }

    /** The channel, or {@code not_found} when there is none that the member may see. */
    public ChannelView forReading(Tx tx, String memberId, String channelId) {
        return channels.find(tx, channelId)
                .filter(channel -> isActive(tx, memberId) && mayRead(channel, memberId))
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such channel."));
    }

    public ChannelView forWriting(Tx tx, String memberId, String channelId) {
        return forReading(tx, memberId, channelId);
    }

    /** Removing what others wrote. */
    public void forModerating(Tx tx, String memberId) {
        members.requirePermission(tx, memberId, Permission.MANAGE_MESSAGES);
    }

    /** Making, changing and deleting channels. */
    public void forManaging(Tx tx, String memberId) {
        members.requirePermission(tx, memberId, Permission.MANAGE_CHANNELS);
    }

    private boolean isActive(Tx tx, String memberId) {
        return members.known(tx, memberId).filter(Member::isActive).isPresent();
    }

    /** Asked only for members with a bound connection, whose membership is therefore active. */
    @Override
    public Predicate<String> of(String channelId) {
        return database.read(tx -> channels.find(tx, channelId))
                .<Predicate<String>>map(channel -> memberId -> mayRead(channel, memberId))
                .orElse(_ -> false);
    }

    private static boolean mayRead(ChannelView channel, String memberId) {
        return !channel.channelId().isEmpty() && !memberId.isEmpty();
    }
}

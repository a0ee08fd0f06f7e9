package chat.tertulia.channel;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.server.ChannelView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The channels table and the conversation that each channel is. */
@Service
public class ChannelStore {
    /** In the order in which clients show them. */
    public List<ChannelView> all(Tx tx) {
        return tx.handle()
                .createQuery("select * from channels order by position, channel_id")
                .map(ChannelStore::channel)
                .list();
    }

    public Optional<ChannelView> find(Tx tx, String channelId) {
        return tx.handle()
                .createQuery("select * from channels where channel_id = :channelId")
                .bind("channelId", channelId)
                .map(ChannelStore::channel)
                .findOne();
    }

    void insert(Tx tx, ChannelView channel) {
        tx.handle()
                .createUpdate("insert into conversations (conversation_id) values (:channelId)")
                .bind("channelId", channel.channelId())
                .execute();
        tx.handle()
                .createUpdate("""
                        insert into channels (channel_id, name, type, position, description)
                        values (:channelId, :name, :type, :position, :description)""")
                .bind("channelId", channel.channelId())
                .bind("name", channel.name())
                .bind("type", channel.type().wire())
                .bind("position", channel.position())
                .bind("description", channel.description())
                .execute();
    }

    void update(Tx tx, ChannelView channel) {
        tx.handle()
                .createUpdate("""
                        update channels set name = :name, position = :position, description = :description
                        where channel_id = :channelId""")
                .bind("channelId", channel.channelId())
                .bind("name", channel.name())
                .bind("position", channel.position())
                .bind("description", channel.description())
                .execute();
    }

    /** With everything that was said in it. */
    void delete(Tx tx, String channelId) {
        tx.handle()
                .createUpdate("delete from conversations where conversation_id = :channelId")
                .bind("channelId", channelId)
                .execute();
    }

    private static ChannelView channel(ResultSet row, StatementContext context) throws SQLException {
        return new ChannelView(
                row.getString("channel_id"),
                row.getString("name"),
                ChannelView.Type.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getInt("position"),
                row.getString("description"));
    }
}

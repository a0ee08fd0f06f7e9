package chat.tertulia.settings;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code server_profile}, which has at most one row. */
@Service
public class SettingsStore {
    record Profile(
            String name, String description, @Nullable String iconFileId) {}

    Optional<Profile> find(Tx tx) {
        return tx.handle()
                .createQuery("select name, description, icon_file_id from server_profile where only_row = 1")
                .map((row, _) ->
                        new Profile(row.getString("name"), row.getString("description"), row.getString("icon_file_id")))
                .findOne();
    }

    void save(Tx tx, Profile profile) {
        tx.handle()
                .createUpdate("""
                        insert into server_profile (only_row, name, description, icon_file_id)
                        values (1, :name, :description, :icon)
                        on conflict (only_row) do update set name = excluded.name, description = excluded.description,
                            icon_file_id = excluded.icon_file_id""")
                .bind("name", profile.name())
                .bind("description", profile.description())
                .bind("icon", profile.iconFileId())
                .execute();
    }
}

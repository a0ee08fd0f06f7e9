package chat.tertulia.settings;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.Optional;

/** The table {@code server_profile}, which has at most one row. */
@Service
public class SettingsStore {
    record Profile(String name, String description) {}

    Optional<Profile> find(Tx tx) {
        return tx.handle()
                .createQuery("select name, description from server_profile where only_row = 1")
                .map((row, _) -> new Profile(row.getString("name"), row.getString("description")))
                .findOne();
    }

    void save(Tx tx, Profile profile) {
        tx.handle()
                .createUpdate("""
                        insert into server_profile (only_row, name, description) values (1, :name, :description)
                        on conflict (only_row) do update set name = excluded.name, description = excluded.description""")
                .bind("name", profile.name())
                .bind("description", profile.description())
                .execute();
    }
}

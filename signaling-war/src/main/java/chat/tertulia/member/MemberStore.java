package chat.tertulia.member;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code member}. */
@Service
public class MemberStore {
    private static final String COLUMNS =
            "member_id, issuer, subject, nickname, avatar_file_id, banner_file_id, role, standing, joined_at";

    Optional<Member> find(Tx tx, String memberId) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from member where member_id = :id")
                .bind("id", memberId)
                .map((row, _) -> member(row))
                .findOne();
    }

    Optional<Member> find(Tx tx, Member.Identity identity) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from member where issuer = :issuer and subject = :subject")
                .bind("issuer", identity.issuer())
                .bind("subject", identity.subject())
                .map((row, _) -> member(row))
                .findOne();
    }

    List<Member> active(Tx tx) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from member where standing = 'active' order by member_id")
                .map((row, _) -> member(row))
                .list();
    }

    int countActive(Tx tx) {
        return tx.handle()
                .createQuery("select count(*) from member where standing = 'active'")
                .mapTo(Integer.class)
                .one();
    }

    boolean ownerExists(Tx tx) {
        return tx.handle()
                .createQuery("select 1 from member where standing = 'active' and role = 'owner' limit 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    boolean anyPictured(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("select 1 from member where avatar_file_id = :id or banner_file_id = :id limit 1")
                .bind("id", fileId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Inserts the member, or puts everything but its identity into the row that is there. */
    void save(Tx tx, Member member) {
        tx.handle()
                .createUpdate("""
                        insert into member (member_id, issuer, subject, nickname, avatar_file_id, banner_file_id, role,
                            standing, joined_at)
                        values (:id, :issuer, :subject, :nickname, :avatar, :banner, :role, :standing, :joined)
                        on conflict (member_id) do update set nickname = excluded.nickname,
                            avatar_file_id = excluded.avatar_file_id, banner_file_id = excluded.banner_file_id,
                            role = excluded.role,
                            standing = excluded.standing, joined_at = excluded.joined_at""")
                .bind("id", member.memberId())
                .bind("issuer", member.identity().issuer())
                .bind("subject", member.identity().subject())
                .bind("nickname", member.nickname())
                .bind("avatar", member.avatarFileId())
                .bind("banner", member.bannerFileId())
                .bind("role", member.role().wire())
                .bind("standing", member.standing().stored())
                .bind("joined", member.joinedAt())
                .execute();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getString("member_id"),
                new Member.Identity(row.getString("issuer"), row.getString("subject")),
                row.getString("nickname"),
                row.getString("avatar_file_id"),
                row.getString("banner_file_id"),
                Role.ofWire(row.getString("role")),
                Standing.ofStored(row.getString("standing")),
                row.getString("joined_at"));
    }
}

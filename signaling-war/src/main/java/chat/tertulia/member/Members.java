package chat.tertulia.member;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.role.Role;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Memberships: their beginning, their changes, their end, and what a member may do. */
@Service
public class Members {
    private final MemberStore store;
    private final Roster roster;
    private final Clock clock;
    private final Consumer<MemberRemoved> removed;

    @Inject
    Members(MemberStore store, Roster roster, Clock clock, Event<MemberRemoved> removed) {
        this(store, roster, clock, removed::fire);
    }

    public Members(MemberStore store, Roster roster, Clock clock, Consumer<MemberRemoved> removed) {
        this.store = store;
        this.roster = roster;
        this.clock = clock;
        this.removed = removed;
    }

    /** Whatever the standing. */
    public Optional<Member> find(Tx tx, Member.Identity identity) {
        return store.find(tx, identity);
    }

    /** The active member, or {@code not_found}. */
    public Member require(Tx tx, String memberId) {
        return known(tx, memberId)
                .filter(Member::isActive)
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such member."));
    }

    /** Whatever the standing. */
    public Optional<Member> known(Tx tx, String memberId) {
        return store.find(tx, memberId);
    }

    /** The actor, if active and of a rank that allows this. */
    public Member requirePermission(Tx tx, String actorId, Permission permission) {
        return store.find(tx, actorId)
                .filter(Member::isActive)
                .filter(member -> member.role().may(permission))
                .orElseThrow(() -> Refusal.of(ErrorCode.FORBIDDEN, "Your role does not allow this."));
    }

    public int count(Tx tx) {
        return store.countActive(tx);
    }

    public boolean ownerExists(Tx tx) {
        return store.ownerExists(tx);
    }

    /** Lets an identity in, anew or again. Who was here before keeps the member id, not the rank. */
    public Member admit(Tx tx, Member.Identity identity, String nickname, Role role) {
        Optional<Member> before = store.find(tx, identity);
        Member member = new Member(
                before.map(Member::memberId).orElseGet(Ids::next),
                identity,
                nickname,
                before.map(Member::avatarFileId).orElse(null),
                before.map(Member::bannerFileId).orElse(null),
                role,
                Standing.ACTIVE,
                IsoTime.of(clock.instant()));
        return save(tx, member);
    }

    public Member rename(Tx tx, Member member, String nickname) {
        return save(tx, member.named(Nickname.clean(nickname)));
    }

    public Member promote(Tx tx, Member member, Role role) {
        return save(tx, member.ranked(role));
    }

    /** What others see of the member from now on; null for no picture. */
    public Member picture(Tx tx, Member member, @Nullable String avatarFileId, @Nullable String bannerFileId) {
        return save(tx, member.pictured(avatarFileId, bannerFileId));
    }

    /** Whether the file is somebody's avatar or banner, also of who has left: their messages still show it. */
    public boolean anyPictured(Tx tx, String fileId) {
        return store.anyPictured(tx, fileId);
    }

    public boolean isActive(Tx tx, String memberId) {
        return store.find(tx, memberId).filter(Member::isActive).isPresent();
    }

    /** Ends a membership, or changes how it ended. Those who observe {@link MemberRemoved} hear of it after the commit. */
    public void remove(Tx tx, Member member, Standing standing) {
        save(tx, member.ended(standing));
        if (member.isActive()) {
            tx.afterCommit(() -> removed.accept(new MemberRemoved(member.memberId(), standing)));
        }
    }

    private Member save(Tx tx, Member member) {
        store.save(tx, member);
        tx.afterCommit(() -> roster.touch(member.memberId()));
        return member;
    }
}

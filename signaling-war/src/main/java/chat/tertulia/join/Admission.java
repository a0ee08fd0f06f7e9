package chat.tertulia.join;

import chat.tertulia.invite.Invites;
import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.member.Nickname;
import chat.tertulia.member.Standing;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Role;
import chat.tertulia.settings.Settings;
import jakarta.inject.Inject;
import java.util.Optional;

/** Decides whether a proven identity becomes, or is, a member. Everything it uses up is used up in that transaction. */
@Service
public class Admission {
    private final Members members;
    private final Invites invites;
    private final OwnerLink ownerLink;
    private final Settings settings;

    @Inject
    public Admission(Members members, Invites invites, OwnerLink ownerLink, Settings settings) {
        this.members = members;
        this.invites = invites;
        this.ownerLink = ownerLink;
        this.settings = settings;
    }

    Member admit(Tx tx, Certificate certificate, Challenge.Wish wish) {
        Optional<Member> before = members.find(tx, certificate.identity());
        if (before.map(Member::standing).filter(Standing.BANNED::equals).isPresent()) {
            throw Refusal.of(ErrorCode.JOIN_REFUSED, "This server does not let you in.");
        }
        if (wish.ownerToken() != null) {
            ownerLink.redeem(tx, wish.ownerToken());
            Member owner = before.filter(Member::isActive).orElseGet(() -> newcomer(tx, certificate, wish, Role.OWNER));
            Member promoted = members.promote(tx, owner, Role.OWNER);
            settings.announce(tx);
            return promoted;
        }
        if (before.filter(Member::isActive).isPresent()) {
            return before.get();
        }
        if (wish.inviteCode() == null) {
            throw Refusal.of(ErrorCode.INVITE_REQUIRED, "You are new here: an invite is needed.");
        }
        invites.consume(tx, wish.inviteCode());
        return newcomer(tx, certificate, wish, Role.MEMBER);
    }

    private Member newcomer(Tx tx, Certificate certificate, Challenge.Wish wish, Role role) {
        String nickname = wish.nickname() == null
                ? Nickname.from(certificate.username(), "newcomer")
                : Nickname.clean(wish.nickname());
        return members.admit(tx, certificate.identity(), nickname, role);
    }
}

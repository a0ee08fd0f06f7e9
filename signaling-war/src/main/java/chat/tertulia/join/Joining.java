package chat.tertulia.join;

import chat.tertulia.gateway.Connection;
import chat.tertulia.invite.Invites;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.token.Secret;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Challenge and response. */
@Service
public class Joining {
    private static final Duration CHALLENGE_LIFETIME = Duration.ofSeconds(60);

    private final Database database;
    private final Checks checks;
    private final Invites invites;
    private final Sessions sessions;
    private final Clock clock;

    /** What a newcomer has to pass, in this order. */
    @Service
    public static class Checks {
        private final CertificateCheck certificate;
        private final AssertionCheck assertion;
        private final Admission admission;

        @Inject
        public Checks(CertificateCheck certificate, AssertionCheck assertion, Admission admission) {
            this.certificate = certificate;
            this.assertion = assertion;
            this.admission = admission;
        }
    }

    @Inject
    public Joining(Database database, Checks checks, Invites invites, Sessions sessions, Clock clock) {
        this.database = database;
        this.checks = checks;
        this.invites = invites;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A new challenge in place of any that was open; the answer is its nonce. */
    String challenge(Connection connection, Challenge.Wish wish) {
        String nonce = Secret.random();
        connection.attribute(
                Challenge.class, new Challenge(nonce, clock.instant().plus(CHALLENGE_LIFETIME), wish));
        return nonce;
    }

    Joined verify(Connection connection, @Nullable String certificate, @Nullable String assertion) {
        Challenge challenge = connection
                .removeAttribute(Challenge.class)
                .filter(open -> clock.instant().isBefore(open.expiresAt()))
                .orElseThrow(() -> Refusal.of(ErrorCode.CHALLENGE_EXPIRED, "Ask for a new challenge."));
        Certificate proven = checks.certificate.check(certificate == null ? "" : certificate);
        checks.assertion.check(assertion == null ? "" : assertion, proven, challenge);
        boolean guesses =
                challenge.wish().inviteCode() != null || challenge.wish().ownerToken() != null;
        return guesses
                ? invites.guessing(connection.address(), () -> admit(connection, proven, challenge))
                : admit(connection, proven, challenge);
    }

    private Joined admit(Connection connection, Certificate proven, Challenge challenge) {
        return database.write(
                tx -> sessions.open(tx, checks.admission.admit(tx, proven, challenge.wish()), connection));
    }
}

package chat.tertulia.join;

import chat.tertulia.member.Member;
import com.nimbusds.jose.jwk.ECKey;

/**
 * A certificate that has passed every check.
 *
 * @param username what the issuer calls the subject; for people only
 * @param deviceKey public, P-256
 */
record Certificate(Member.Identity identity, String username, ECKey deviceKey) {}

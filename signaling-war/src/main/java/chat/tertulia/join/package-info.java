/**
 * Joining this server: challenge, certificate, assertion, admission; then sessions and their tokens. Learns who somebody is
 * from certificates and published keys only, never from the account or identity service of this process, so that any
 * issuer can take their place. Any thread may call.
 */
@NullMarked
package chat.tertulia.join;

import org.jspecify.annotations.NullMarked;

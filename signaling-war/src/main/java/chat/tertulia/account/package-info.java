/**
 * The account service: local accounts with passwords, its access tokens and its logins. Only {@code identity} may look in
 * here, to know whom to certify; chat, channels and everything after joining never do. Any thread may call.
 */
@NullMarked
package chat.tertulia.account;

import org.jspecify.annotations.NullMarked;

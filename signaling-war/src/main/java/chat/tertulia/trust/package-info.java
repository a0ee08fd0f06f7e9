/**
 * Whose certificates this server believes. An issuer is known by its name and its published keys and by nothing else; the
 * identity service of this very process is one issuer among others. Any thread may call.
 */
@NullMarked
package chat.tertulia.trust;

import org.jspecify.annotations.NullMarked;

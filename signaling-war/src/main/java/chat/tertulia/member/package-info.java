/**
 * Members of this server: who they are, their rank, nickname and presence. A member is an identity (issuer and subject) that
 * was once let in; the row outlives the membership, so that old messages keep their author and a ban its object. Knows
 * identities only by those two strings. Any thread may call.
 */
@NullMarked
package chat.tertulia.member;

import org.jspecify.annotations.NullMarked;

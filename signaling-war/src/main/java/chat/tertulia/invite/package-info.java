/** Invites: who holds a code may become a member. Any thread may call. */
@NullMarked
package chat.tertulia.invite;

import org.jspecify.annotations.NullMarked;

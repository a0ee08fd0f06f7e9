/** Removing members from the server, by who outranks them. Any thread may call. */
@NullMarked
package chat.tertulia.moderation;

import org.jspecify.annotations.NullMarked;

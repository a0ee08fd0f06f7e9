/**
 * Pictures of members and of the server: avatar, banner, icon. A new one waits beside the old one until the image function is
 * done with it. Whoever is a member sees them. Any thread may call.
 */
@NullMarked
package chat.tertulia.picture;

import org.jspecify.annotations.NullMarked;

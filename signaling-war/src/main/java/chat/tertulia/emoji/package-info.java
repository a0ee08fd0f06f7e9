/**
 * Custom emoji: a name and a picture, {@code :name:} in texts. Members see them, who manages emoji adds, renames and deletes
 * them. Any thread may call.
 */
@NullMarked
package chat.tertulia.emoji;

import org.jspecify.annotations.NullMarked;

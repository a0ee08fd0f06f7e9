/** What this server calls itself, and its stable id. Any thread may call. */
@NullMarked
package chat.tertulia.settings;

import org.jspecify.annotations.NullMarked;

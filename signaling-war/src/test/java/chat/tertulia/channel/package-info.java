@NullMarked
package chat.tertulia.channel;

import org.jspecify.annotations.NullMarked;

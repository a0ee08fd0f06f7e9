@NullMarked
package chat.tertulia.media.twcc;

import org.jspecify.annotations.NullMarked;

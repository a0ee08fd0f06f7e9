@NullMarked
package chat.tertulia.picture;

import org.jspecify.annotations.NullMarked;

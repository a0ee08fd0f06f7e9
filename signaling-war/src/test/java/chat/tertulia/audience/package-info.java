@NullMarked
package chat.tertulia.audience;

import org.jspecify.annotations.NullMarked;

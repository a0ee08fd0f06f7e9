@NullMarked
package chat.tertulia.message;

import org.jspecify.annotations.NullMarked;

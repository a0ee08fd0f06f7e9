@NullMarked
package chat.tertulia.upload;

import org.jspecify.annotations.NullMarked;

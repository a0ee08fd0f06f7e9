@NullMarked
package chat.tertulia.control;

import org.jspecify.annotations.NullMarked;

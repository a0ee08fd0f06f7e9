@NullMarked
package chat.tertulia.fuzz;

import org.jspecify.annotations.NullMarked;

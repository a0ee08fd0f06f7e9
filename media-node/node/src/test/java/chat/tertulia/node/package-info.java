@NullMarked
package chat.tertulia.node;

import org.jspecify.annotations.NullMarked;

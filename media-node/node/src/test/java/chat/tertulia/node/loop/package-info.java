@NullMarked
package chat.tertulia.node.loop;

import org.jspecify.annotations.NullMarked;

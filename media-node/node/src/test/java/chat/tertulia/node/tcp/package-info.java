@NullMarked
package chat.tertulia.node.tcp;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.node.link;

import org.jspecify.annotations.NullMarked;

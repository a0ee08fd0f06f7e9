@NullMarked
package chat.tertulia.node.udp;

import org.jspecify.annotations.NullMarked;

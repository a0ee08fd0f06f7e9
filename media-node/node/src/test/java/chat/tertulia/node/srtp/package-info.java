@NullMarked
package chat.tertulia.node.srtp;

import org.jspecify.annotations.NullMarked;

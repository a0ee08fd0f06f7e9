@NullMarked
package chat.tertulia.node.dtls;

import org.jspecify.annotations.NullMarked;

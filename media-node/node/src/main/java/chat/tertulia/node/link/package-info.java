/**
 * The control link that the node dials. Control plane: virtual threads and blocking code.
 */
@NullMarked
package chat.tertulia.node.link;

import org.jspecify.annotations.NullMarked;

/** Coverage-guided attacks on every parser that a peer reaches. A target lies in the package of what it attacks. No part of the product. */
@NullMarked
package chat.tertulia.fuzz;

import org.jspecify.annotations.NullMarked;

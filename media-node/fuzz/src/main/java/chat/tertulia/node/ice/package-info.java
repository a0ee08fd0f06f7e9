/** Targets: STUN messages, candidate lines. */
@NullMarked
package chat.tertulia.node.ice;

import org.jspecify.annotations.NullMarked;

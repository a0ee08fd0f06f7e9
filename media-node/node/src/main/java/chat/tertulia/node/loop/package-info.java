/**
 * The loops: one platform thread each, with its port, rooms and peers. Others post to the mailbox and share nothing.
 */
@NullMarked
package chat.tertulia.node.loop;

import org.jspecify.annotations.NullMarked;

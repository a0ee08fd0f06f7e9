/**
 * The loops: one platform thread each, with its port, rooms and peers. Others post to the mailbox and share nothing; loops that have
 * parts of one room hand each other packets and notes by a {@link chat.tertulia.node.loop.Passage}.
 */
@NullMarked
package chat.tertulia.node.loop;

import org.jspecify.annotations.NullMarked;

/**
 * Messages of conversations: sending, history, edits, reactions, typing. A write is validated, then checked, then one
 * transaction, then told; message ids are made inside the write lock, so their order is the order of the conversation. Any
 * thread may call.
 */
@NullMarked
package chat.tertulia.message;

import org.jspecify.annotations.NullMarked;

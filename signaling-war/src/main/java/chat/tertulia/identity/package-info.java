/**
 * The identity service: certifies that a device key belongs to an account. Stands between {@code account}, which it asks,
 * and the servers that people join, which know it by its published keys alone. Any thread may call.
 */
@NullMarked
package chat.tertulia.identity;

import org.jspecify.annotations.NullMarked;

/** Ranks of members and what each may do. Knows nobody; everybody may ask. Immutable. */
@NullMarked
package chat.tertulia.role;

import org.jspecify.annotations.NullMarked;

/** The store that the functions' tests work on. */
@NullMarked
package chat.tertulia.functions.s3;

import org.jspecify.annotations.NullMarked;

/** Canaries: classes known to be bad, compiled with the flags of the parent POM. */
@NullMarked
package chat.tertulia.gates;

import org.jspecify.annotations.NullMarked;

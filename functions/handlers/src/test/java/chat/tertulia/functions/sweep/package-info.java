/** Tests of the sweep, from the order of keys to a real store. */
@NullMarked
package chat.tertulia.functions.sweep;

import org.jspecify.annotations.NullMarked;

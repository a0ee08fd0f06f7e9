/**
 * Ends what nobody needs (docs/sweep.md): file records that nothing carries, and by manifests the objects that no record
 * names. Knows no message: carriers and references speak for themselves. One virtual thread, owned by
 * {@link chat.tertulia.sweep.SweepKeeper}, does it all; requests of administrators run on their own.
 */
@NullMarked
package chat.tertulia.sweep;

import org.jspecify.annotations.NullMarked;

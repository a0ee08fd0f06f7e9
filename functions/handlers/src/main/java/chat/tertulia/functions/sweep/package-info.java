/**
 * The sweep function: deletes from the bucket what nobody refers to. {@link chat.tertulia.functions.sweep.SweepHandler} is
 * what Lambda calls, {@link chat.tertulia.functions.sweep.SweepJob} one manifest with its listing,
 * {@link chat.tertulia.functions.sweep.Sweep} the pure join of the two, in constant memory. One thread at a time per
 * instance of the function.
 */
@NullMarked
package chat.tertulia.functions.sweep;

import org.jspecify.annotations.NullMarked;

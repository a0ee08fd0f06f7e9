/**
 * The audience function: the one place that decides who may see an outgoing event. Features name an
 * {@link chat.tertulia.audience.Audience}; nobody else loops over connections.
 */
@NullMarked
package chat.tertulia.audience;

import org.jspecify.annotations.NullMarked;

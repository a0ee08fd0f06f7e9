/**
 * What every feature stands on: configuration, database and transactions, ids, clock, JSON, errors and rate limits.
 * Knows no feature. Everything here may be called from any thread.
 */
@NullMarked
package chat.tertulia.platform;

import org.jspecify.annotations.NullMarked;

/**
 * What every HTTP request passes: correlation id, limits, security headers, JSON of our records, errors as problem details;
 * and the web client for the addresses that are its own. Knows no feature.
 */
@NullMarked
package chat.tertulia.rest;

import org.jspecify.annotations.NullMarked;

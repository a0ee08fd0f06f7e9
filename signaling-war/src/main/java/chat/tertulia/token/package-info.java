/**
 * Tokens: ES256 keys in files, signed tokens read totally, and families of rotating refresh tokens. Knows nobody's
 * accounts, members or certificates; account, identity, trust and join build on it. Any thread may call.
 */
@NullMarked
package chat.tertulia.token;

import org.jspecify.annotations.NullMarked;

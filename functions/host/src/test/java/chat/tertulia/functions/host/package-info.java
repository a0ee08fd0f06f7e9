/** Tests of the function host, with the real runtime interface client in processes of its own. */
@NullMarked
package chat.tertulia.functions.host;

import org.jspecify.annotations.NullMarked;

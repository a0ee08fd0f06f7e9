@NullMarked
package chat.tertulia.gateway.engine;

import org.jspecify.annotations.NullMarked;

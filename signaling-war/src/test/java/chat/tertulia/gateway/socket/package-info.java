@NullMarked
package chat.tertulia.gateway.socket;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.gateway;

import org.jspecify.annotations.NullMarked;

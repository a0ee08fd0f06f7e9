@NullMarked
package chat.tertulia.bench.against;

import org.jspecify.annotations.NullMarked;

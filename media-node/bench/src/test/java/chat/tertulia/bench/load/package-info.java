@NullMarked
package chat.tertulia.bench.load;

import org.jspecify.annotations.NullMarked;

@NullMarked
package chat.tertulia.node.metrics;

import org.jspecify.annotations.NullMarked;

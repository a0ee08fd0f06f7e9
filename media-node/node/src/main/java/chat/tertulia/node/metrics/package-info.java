/**
 * What an operator sees of a node: Prometheus text on the loopback interface.
 */
@NullMarked
package chat.tertulia.node.metrics;

import org.jspecify.annotations.NullMarked;

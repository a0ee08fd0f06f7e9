/**
 * Runs Lambda functions on this machine exactly as Lambda would: the real runtime interface client in a process of its
 * own, served by an implementation of the Lambda Runtime API
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). {@link chat.tertulia.functions.host.LocalCloud} puts
 * it together with the object store and is the only door.
 *
 * <p>Each function has one thread, which owns its queue and its process.
 */
@NullMarked
package chat.tertulia.functions.host;

import org.jspecify.annotations.NullMarked;

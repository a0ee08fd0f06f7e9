/** The application that the public test suites of Engine.IO and Socket.IO expect, on the gateway's own classes. */
@NullMarked
package chat.tertulia.gateway.conformance;

import org.jspecify.annotations.NullMarked;

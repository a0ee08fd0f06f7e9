/** Integration tests against the running server: the real WAR on Open Liberty, started once by Arquillian. */
@NullMarked
package chat.tertulia.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * Engine.IO protocol 4: long-polling, WebSocket and the upgrade from one to the other, heartbeat, payload limits. Codec and
 * heartbeat are pure; {@link chat.tertulia.gateway.engine.EngineSession} ties them to the container. Knows nothing of
 * Socket.IO. Writes happen on one virtual thread per session, never on a thread of the container or of an emitter.
 */
@NullMarked
package chat.tertulia.gateway.engine;

import org.jspecify.annotations.NullMarked;

/**
 * A load generator that plays many peers against any selective forwarding unit: ICE towards one host candidate, DTLS as the
 * client, SRTP, and media in real time. It knows nothing of signalling: {@code against} does. Threads: one reads all sockets
 * ({@link Receiver}), one sends all media ({@link Pacer}); handshakes run on the callers' threads.
 */
@NullMarked
package chat.tertulia.bench.load;

import org.jspecify.annotations.NullMarked;

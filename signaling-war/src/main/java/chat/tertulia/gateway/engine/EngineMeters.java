package chat.tertulia.gateway.engine;

/**
 * Where the sessions count what they do. Each is called once for one thing counted, from any thread.
 *
 * @param packetIn a packet came from a client
 * @param packetOut a frame was handed to a transport
 * @param slowReaderCut a session was closed because its client does not read
 */
public record EngineMeters(Runnable packetIn, Runnable packetOut, Runnable slowReaderCut) {
    public static final EngineMeters NONE = new EngineMeters(() -> {}, () -> {}, () -> {});
}

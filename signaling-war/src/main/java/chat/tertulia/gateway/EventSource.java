package chat.tertulia.gateway;

/** A feature that answers events of clients. Found by CDI; registers once, at start. */
public interface EventSource {
    void register(EventRoutes routes);
}

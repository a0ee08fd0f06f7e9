package chat.tertulia.gateway;

import chat.tertulia.gateway.socket.Emission;
import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One event, serialised once whatever the number of its receivers: they share its frames and its offset. Immutable. */
public final class EncodedEvent {
    private final String name;
    private final String json;
    private final Emission emission;

    /**
     * @param name the event
     * @param json its payload as JSON text
     */
    public EncodedEvent(String name, String json) {
        this.name = name;
        this.json = json;
        emission = Emission.recoverable(quotedName(), json);
    }

    public static EncodedEvent of(String name, Object payload) {
        return new EncodedEvent(name, Json.write(payload));
    }

    public String name() {
        return name;
    }

    public String json() {
        return json;
    }

    /** The name as a JSON string. */
    public String quotedName() {
        return JsonNodeFactory.instance.textNode(name).toString();
    }

    Emission emission() {
        return emission;
    }
}

package chat.tertulia.gateway;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * One event, serialised once whatever the number of its receivers.
 *
 * @param name the event
 * @param json its payload as JSON text
 */
public record EncodedEvent(String name, String json) {
    public static EncodedEvent of(String name, Object payload) {
        return new EncodedEvent(name, Json.write(payload));
    }

    /** The name as a JSON string. */
    public String quotedName() {
        return JsonNodeFactory.instance.textNode(name).toString();
    }
}

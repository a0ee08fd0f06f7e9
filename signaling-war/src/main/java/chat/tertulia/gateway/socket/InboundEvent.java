package chat.tertulia.gateway.socket;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a client. Its name is read, its arguments are not yet parsed: whoever takes it asks the limits first.
 *
 * @param json array of name and arguments
 * @param attachments the binary frames that came with it
 */
public record InboundEvent(String name, String json, List<byte[]> attachments) {
    /** Null when the array does not start with a name. */
    static @Nullable InboundEvent of(String json, List<byte[]> attachments) {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            parser.nextToken();
            JsonToken name = parser.nextToken();
            return name == JsonToken.VALUE_STRING || name == JsonToken.VALUE_NUMBER_INT
                    ? new InboundEvent(parser.getText(), json, attachments)
                    : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    /** Characters and bytes that came over the wire. */
    public int size() {
        return json.length()
                + attachments.stream().mapToInt(bytes -> bytes.length).sum();
    }

    /** What follows the name; binary values are in their places. A {@link chat.tertulia.platform.Refusal} when malformed. */
    public ArrayNode arguments() {
        ArrayNode array = (ArrayNode) Json.tree(json);
        array.remove(0);
        return attachments.isEmpty() ? array : Attachments.restore(array, attachments);
    }
}

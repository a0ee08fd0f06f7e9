package chat.tertulia.gateway.socket;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binary values within arguments. On the wire they are placeholders, {@code {"_placeholder":true,"num":0}}, and frames of
 * their own after the text; in a tree they are {@link BinaryNode}s.
 */
final class Attachments {
    private static final String MARK = "_placeholder";

    private Attachments() {}

    /** Puts the frames where their placeholders are. */
    static ArrayNode restore(ArrayNode arguments, List<byte[]> frames) {
        return (ArrayNode) map(arguments, node -> node.path(MARK).isBoolean() ? frame(node, frames) : null);
    }

    private static JsonNode frame(JsonNode placeholder, List<byte[]> frames) {
        int number = placeholder.path("num").asInt(-1);
        if (number < 0 || number >= frames.size()) {
            throw Refusal.of(ErrorCode.BAD_REQUEST, "An attachment is missing.");
        }
        return BinaryNode.valueOf(frames.get(number));
    }

    /** Replaces binary values by placeholders and collects them in order. */
    static ArrayNode extract(ArrayNode arguments, List<byte[]> frames) {
        return (ArrayNode)
                map(arguments, node -> node instanceof BinaryNode binary ? placeholder(binary, frames) : null);
    }

    private static JsonNode placeholder(BinaryNode binary, List<byte[]> frames) {
        frames.add(binary.binaryValue());
        return JsonNodeFactory.instance.objectNode().put(MARK, true).put("num", frames.size() - 1);
    }

    /** Replaces every node for which there is a change. Depth is bounded by the parser. */
    private static JsonNode map(JsonNode node, Function<JsonNode, @Nullable JsonNode> change) {
        JsonNode changed = change.apply(node);
        if (changed != null) {
            return changed;
        }
        if (node instanceof ObjectNode object) {
            for (String name : names(object)) {
                object.set(name, map(object.path(name), change));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, map(array.path(i), change));
            }
        }
        return node;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

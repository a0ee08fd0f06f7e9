package chat.tertulia.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;

/**
 * The one JSON mapper. Strict where looseness has been a hole elsewhere: duplicate keys and {@code __proto__} are refused,
 * depth and string length are bounded. Unknown keys are ignored, as the protocol promises.
 */
public final class Json {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(1 << 20)
            .maxNumberLength(64)
            .maxNameLength(256)
            .build();

    /** Shared by the whole process; thread-safe once built. */
    public static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(com.fasterxml.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build();
        mapper.getFactory().setStreamReadConstraints(LIMITS);
        // A number is not a text, whatever could be made of it.
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    /** Any JSON text as a tree, or a {@link Refusal}. */
    public static JsonNode tree(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || parser.nextToken() != null) {
                throw malformed();
            }
            return clean(node);
        } catch (IOException malformed) {
            throw malformed();
        }
    }

    /** The tree as a record of ours, or a {@link Refusal} that names the field. */
    public static <T> T as(JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (com.fasterxml.jackson.databind.JsonMappingException mapping) {
            if (mapping.getPath().isEmpty()) {
                throw malformed();
            }
            String field = String.valueOf(mapping.getPath().getFirst().getFieldName());
            throw Refusal.field(field, "This value does not fit the field.");
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            throw malformed();
        }
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("A record of ours does not serialise: " + value.getClass(), bug);
        }
    }

    private static JsonNode clean(JsonNode node) {
        if (node.isObject() && node.has("__proto__")) {
            throw malformed();
        }
        for (JsonNode child : node) {
            clean(child);
        }
        return node;
    }

    private static Refusal malformed() {
        return Refusal.of(ErrorCode.BAD_REQUEST, "This is not the JSON that was expected.");
    }
}

package chat.tertulia.control;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages to JSON text and back, by the shape of the records. Unknown members are ignored, so that either side may be
 * newer; a missing or ill-typed one is {@link Malformed}.
 */
public final class ControlCodec {
    /** Version of the records; a node of another version is refused at its hello. */
    public static final int PROTOCOL = 2;

    private static final Map<String, Class<? extends ControlMessage>> TYPES = types();

    private ControlCodec() {}

    public static String encode(ControlMessage message) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", wireName(message.getClass()));
        object.putAll(members((Record) message));
        StringBuilder out = new StringBuilder(256);
        JsonText.write(object, out);
        return out.toString();
    }

    public static ControlMessage decode(String text) throws Malformed {
        if (!(JsonText.parse(text) instanceof Map<?, ?> object)) {
            throw new Malformed("not an object");
        }
        Class<? extends ControlMessage> type = TYPES.get(String.valueOf(object.get("type")));
        if (type == null) {
            throw new Malformed("unknown type");
        }
        return (ControlMessage) record(type, object);
    }

    private static Map<String, @Nullable Object> members(Record record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                members.put(component.getName(), plain(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException bug) {
                throw new IllegalStateException("A record that cannot be read: " + record.getClass(), bug);
            }
        }
        return members;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record record -> members(record);
            case List<?> list -> list.stream().map(ControlCodec::plain).toList();
            case Enum<?> constant -> constant.name();
            case null, default -> value;
        };
    }

    private static Record record(Class<?> type, Map<?, ?> object) throws Malformed {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            parameters[i] = component.getType();
            Object value = object.get(component.getName());
            arguments[i] = value == null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    ? null
                    : typed(component.getGenericType(), value, component.getName());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return (Record) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException refused) {
            throw new Malformed(type.getSimpleName() + " cannot be made");
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Enum.valueOf wants a bound that reflection cannot give
    private static Object typed(Type type, @Nullable Object value, String name) throws Malformed {
        if (type instanceof ParameterizedType list && value instanceof List<?> elements) {
            List<Object> typed = new ArrayList<>(elements.size());
            for (Object element : elements) {
                typed.add(typed(list.getActualTypeArguments()[0], element, name));
            }
            return typed;
        }
        if (type instanceof Class<?> plain) {
            if (plain.isRecord() && value instanceof Map<?, ?> object) {
                return record(plain, object);
            }
            if (plain.isEnum() && value instanceof String constant) {
                try {
                    return Enum.valueOf((Class<Enum>) plain, constant);
                } catch (IllegalArgumentException unknown) {
                    throw new Malformed("unknown " + name);
                }
            }
            Object scalar = scalar(plain, value);
            if (scalar != null) {
                return scalar;
            }
        }
        throw new Malformed("missing or ill-typed " + name);
    }

    private static @Nullable Object scalar(Class<?> type, @Nullable Object value) {
        if (type == String.class && value instanceof String) {
            return value;
        }
        if (type == boolean.class && value instanceof Boolean) {
            return value;
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        if (type == double.class) {
            return number.doubleValue();
        }
        if (!(number instanceof Long whole)) {
            return null;
        }
        if (type == int.class) {
            return whole == whole.intValue() ? (Object) whole.intValue() : null;
        }
        return type == long.class || type == Long.class ? whole : null;
    }

    private static String wireName(Class<?> type) {
        Wire wire = type.getAnnotation(Wire.class);
        if (wire == null) {
            throw new IllegalStateException(type + " has no wire name");
        }
        return wire.value();
    }

    private static Map<String, Class<? extends ControlMessage>> types() {
        Map<String, Class<? extends ControlMessage>> types = new LinkedHashMap<>();
        for (Class<?> family : List.of(Command.class, Reply.class, NodeEvent.class)) {
            for (Class<?> type : family.getPermittedSubclasses()) {
                if (types.put(wireName(type), type.asSubclass(ControlMessage.class)) != null) {
                    throw new IllegalStateException("Two messages are called " + wireName(type));
                }
            }
        }
        return Map.copyOf(types);
    }
}

package chat.tertulia.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8259 JSON to maps, lists, strings, {@link Long}, {@link Double} and booleans, and back. Here because this module may
 * use the JDK only. Depth and size are bounded by the caller's frame limit and {@link #MAX_DEPTH}.
 */
final class JsonText {
    private static final int MAX_DEPTH = 16;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) throws Malformed {
        JsonText reader = new JsonText(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at != text.length()) {
            throw reader.bad("trailing text");
        }
        return value;
    }

    private @Nullable Object value(int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw bad("nested too deep");
        }
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws Malformed {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return object;
        }
        while (true) {
            space();
            String name = string();
            space();
            expect(':');
            if (object.containsKey(name)) {
                throw bad("duplicate key");
            }
            object.put(name, value(depth + 1));
            space();
            if (peek() == '}') {
                at++;
                return object;
            }
            expect(',');
        }
    }

    private List<@Nullable Object> array(int depth) throws Malformed {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return array;
            }
            expect(',');
        }
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw bad("control character in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() throws Malformed {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw bad("unknown escape");
        };
    }

    private char hex() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw bad("bad \\u escape");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Object number() throws Malformed {
        int start = at;
        boolean whole = true;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            char c = text.charAt(at++);
            whole &= c == '-' || Character.isDigit(c);
        }
        String digits = text.substring(start, at);
        try {
            return whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
        } catch (NumberFormatException notANumber) {
            throw bad("not a value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object meaning) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw bad("not a value");
        }
        at += word.length();
        return meaning;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw bad("ends too early");
        }
        return text.charAt(at);
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char wanted) throws Malformed {
        if (next() != wanted) {
            throw bad("expected " + wanted);
        }
    }

    private Malformed bad(String why) {
        return new Malformed(why + " at " + at);
    }

    static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> object -> {
                String comma = "{";
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    out.append(comma);
                    quote(String.valueOf(entry.getKey()), out);
                    write(entry.getValue(), out.append(':'));
                    comma = ",";
                }
                out.append(object.isEmpty() ? "{}" : "}");
            }
            case List<?> array -> {
                String comma = "[";
                for (Object element : array) {
                    write(element, out.append(comma));
                    comma = ",";
                }
                out.append(array.isEmpty() ? "[]" : "]");
            }
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> quote(value.toString(), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

package chat.tertulia.gateway.socket;

/**
 * Text packets of Socket.IO 5: {@code <type>[<attachments>-][<namespace>,][<id>][JSON]}. Decoding is total and reads only what
 * stands before the JSON, so that limits can be asked before it is parsed.
 */
final class SocketCodec {
    static final int MAX_ATTACHMENTS = 10;

    private static final SocketPacket MALFORMED = new SocketPacket.Malformed();
    private static final int MAX_ID_DIGITS = 15;
    private static final int MAX_NAMESPACE = 64;

    private final String text;
    private int at = 1;

    private SocketCodec(String text) {
        this.text = text;
    }

    static SocketPacket decode(String text) {
        return text.isEmpty() ? MALFORMED : new SocketCodec(text).packet(text.charAt(0));
    }

    private SocketPacket packet(char type) {
        int attachments = 0;
        if (type == '5' || type == '6') {
            attachments = (int) digits();
            if (attachments < 1 || attachments > MAX_ATTACHMENTS || !skip('-')) {
                return MALFORMED;
            }
        }
        String namespace = namespace();
        if (namespace.length() > MAX_NAMESPACE) {
            return MALFORMED;
        }
        return switch (type) {
            case '0' -> connect(namespace);
            case '1' -> at == text.length() ? new SocketPacket.Disconnect(namespace) : MALFORMED;
            case '2', '5' -> event(namespace, attachments);
            case '3', '6' -> acknowledgement(namespace, attachments);
            default -> MALFORMED;
        };
    }

    private SocketPacket connect(String namespace) {
        String auth = text.substring(at);
        return auth.isEmpty() || auth.startsWith("{") ? new SocketPacket.Connect(namespace, auth) : MALFORMED;
    }

    private SocketPacket event(String namespace, int attachments) {
        long id = digits();
        return id == Long.MAX_VALUE || !text.startsWith("[", at)
                ? MALFORMED
                : new SocketPacket.Event(namespace, id, text.substring(at), attachments);
    }

    private SocketPacket acknowledgement(String namespace, int attachments) {
        long id = digits();
        return id == Long.MAX_VALUE || id == SocketPacket.NO_ID || !text.startsWith("[", at)
                ? MALFORMED
                : new SocketPacket.Acknowledgement(namespace, id, attachments);
    }

    private String namespace() {
        if (!text.startsWith("/", at)) {
            return "/";
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String namespace = text.substring(at, end);
        at = comma < 0 ? end : comma + 1;
        return namespace;
    }

    private boolean skip(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    /** {@link SocketPacket#NO_ID} when there are none, {@link Long#MAX_VALUE} when there are too many. */
    private long digits() {
        long value = 0;
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            if (at - start == MAX_ID_DIGITS) {
                return Long.MAX_VALUE;
            }
            value = value * 10 + (text.charAt(at) - '0');
            at++;
        }
        return at == start ? SocketPacket.NO_ID : value;
    }

    /** The prefix of a packet that we send: type, attachments, namespace and id. */
    static String prefix(char plain, int attachments, String namespace, long id) {
        StringBuilder prefix = new StringBuilder(24);
        if (attachments > 0) {
            prefix.append((char) (plain + 3)).append(attachments).append('-');
        } else {
            prefix.append(plain);
        }
        if (!namespace.equals("/")) {
            prefix.append(namespace).append(',');
        }
        return id == SocketPacket.NO_ID ? prefix.toString() : prefix.append(id).toString();
    }
}

package chat.tertulia.gateway.engine;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Packets and long-polling payloads of Engine.IO 4. A packet is a type digit and its data; a payload is packets joined by
 * the record separator, binary ones as {@code b} and Base64. Decoding is total.
 */
public final class EngineCodec {
    static final char SEPARATOR = '\u001e';

    private EngineCodec() {}

    /** One text packet, as a WebSocket frame or a part of a payload holds it. */
    public static EnginePacket decode(String packet) {
        if (packet.isEmpty()) {
            return new EnginePacket.Malformed();
        }
        String data = packet.substring(1);
        return switch (packet.charAt(0)) {
            case '1' -> new EnginePacket.Close();
            case '2' -> new EnginePacket.Ping(data);
            case '3' -> new EnginePacket.Pong();
            case '4' -> new EnginePacket.Message(data);
            case '5' -> new EnginePacket.Upgrade();
            case '6' -> new EnginePacket.Noop();
            default -> new EnginePacket.Malformed();
        };
    }

    /** The packets of a polling request, in order. */
    public static List<EnginePacket> decodePayload(String payload) {
        List<EnginePacket> packets = new ArrayList<>();
        int start = 0;
        while (start <= payload.length()) {
            int end = payload.indexOf(SEPARATOR, start);
            String packet = payload.substring(start, end < 0 ? payload.length() : end);
            packets.add(packet.startsWith("b") ? binary(packet) : decode(packet));
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return packets;
    }

    private static EnginePacket binary(String packet) {
        try {
            return new EnginePacket.BinaryMessage(Base64.getDecoder().decode(packet.substring(1)));
        } catch (IllegalArgumentException notBase64) {
            return new EnginePacket.Malformed();
        }
    }
}

package chat.tertulia.voice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** Compares with texts that were looked through by hand and played to a browser. */
final class Golden {
    static final LocalTransport LOCAL = new LocalTransport(
            "node",
            "passwordpasswordpassword",
            "AB" + ":AB".repeat(31),
            List.of("candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host"));

    private Golden() {}

    static void assertGolden(String name, String text) {
        assertEquals(Recorded.text(name).lines().toList(), text.lines().toList());
    }
}

package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    @Test
    void shouldStayOneLineWhateverIsLogged() {
        LogRecord line = new LogRecord(Level.INFO, "a \"quote\"\nand a\tcontrol \u0001 \\");
        line.setLoggerName("x");
        String text = new JsonLog().format(line);
        assertEquals(1, text.lines().count());
        assertTrue(text.contains("\"message\":\"a \\\"quote\\\"\\nand a\\tcontrol \\u0001 \\\\\""), text);
    }
}

package chat.tertulia.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The node under measure is the node of the product. */
class ProductFlagsTest {
    private static final Path LAUNCHER =
            Path.of("../../infra/launcher/src/main/java/chat/tertulia/launcher/Installation.java");

    @Test
    void shouldStartTheNodeAsTheLauncherDoes() throws IOException {
        String source = Files.readString(LAUNCHER);
        int begin = source.indexOf("Command mediaNode(");
        String words = source.substring(source.indexOf("java(),", begin), source.indexOf("\"-jar\"", begin));
        List<String> flags = Pattern.compile("\"([^\"]+)\"")
                .matcher(words)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(flags, TertuliaSfu.FLAGS);
    }
}

package chat.tertulia.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ErrorCodeTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE);

    @Test
    void shouldBeWhatTheProtocolPromises() throws IOException {
        String protocol = Files.readString(Path.of("..", "docs", "protocol.md"));
        Set<String> promised = ROW.matcher(protocol)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> built = Arrays.stream(ErrorCode.values())
                .map(code -> code.wire() + " " + code.status())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(promised, built);
    }
}

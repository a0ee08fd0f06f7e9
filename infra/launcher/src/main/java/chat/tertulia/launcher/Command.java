package chat.tertulia.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child is started.
 *
 * @param environment beside PATH, HOME, LANG and TZ the whole of it
 */
record Command(String name, List<String> words, Map<String, String> environment, Path folder, Path log) {
    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }
}

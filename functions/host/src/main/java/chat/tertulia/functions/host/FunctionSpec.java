package chat.tertulia.functions.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function as it is deployed here.
 *
 * @param handler {@code package.Class::method}
 * @param environment the whole environment beside what Lambda itself sets
 * @param timeout wall time of one invocation from when the process has it; the process is killed when it is over
 * @param idle a process without work for this long is ended
 * @param log standard output and error of the process
 */
public record FunctionSpec(
        String name,
        String handler,
        String classPath,
        List<String> jvmOptions,
        Map<String, String> environment,
        Duration timeout,
        Duration idle,
        Path log) {

    public FunctionSpec {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
    }
}

package chat.tertulia.functions.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The real runtime interface client with one function in it, and the Runtime API that serves it.
 *
 * <p>Owned by: the thread of the function.
 */
final class FunctionProcess implements AutoCloseable {
    /** Ten seconds are Lambda's own; a machine that is busy with other things may need longer for a JVM. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final FunctionSpec spec;
    private final RuntimeApi api;
    private final Process process;

    FunctionProcess(FunctionSpec spec) throws IOException {
        this.spec = spec;
        api = new RuntimeApi(spec.name());
        try {
            process = start();
        } catch (IOException failure) {
            api.close();
            throw failure;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** After a {@code Failed} that the function did not say itself, the process is gone or must go: see {@link #isAlive}. */
    Answer invoke(Invocation invocation) throws InterruptedException {
        RuntimeApi.Offer offer = api.invoke(invocation, spec.timeout());
        CompletableFuture<Answer> answer = offer.answer();
        var _ = process.onExit()
                .thenAccept(ended -> answer.complete(new Answer.Failed("the process ended with " + ended.exitValue())));
        try {
            var _ = CompletableFuture.anyOf(offer.taken(), answer).get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
            return answer.get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            kill();
            return new Answer.Failed(
                    offer.taken().isDone()
                            ? "no answer within " + spec.timeout()
                            : "not started within " + LONGEST_START);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(spec.jvmOptions());
        // The client loads its native half through JNI.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", spec.classPath(), CLIENT, spec.handler()));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.putAll(spec.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "local");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("LAMBDA_TASK_ROOT", System.getProperty("java.io.tmpdir"));
        environment.put("_HANDLER", spec.handler());
        builder.redirectErrorStream(true).redirectOutput(LogFile.appendTo(spec.log()));
        Process started = builder.start();
        started.getOutputStream().close();
        return started;
    }

    /** Its children too: a decoder must not outlive the function that waits for it. */
    private void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        api.close();
        try {
            kill();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}

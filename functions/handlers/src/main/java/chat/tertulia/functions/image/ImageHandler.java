package chat.tertulia.functions.image;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Executors;

/** What Lambda calls: {@code chat.tertulia.functions.image.ImageHandler::handleRequest}. An exception means "again". */
public final class ImageHandler implements RequestHandler<S3Event, String> {
    private final Decoders decoders;
    private final ImageJob job;

    public ImageHandler() throws IOException {
        ImageSettings settings = ImageSettings.fromEnvironment(System.getenv());
        WorkFolder.sweep();
        decoders = new Decoders(DecoderCommand.of(settings));
        // Its library loads while the rest of the function does.
        decoders.prepare();
        Aside aside = new Aside(Executors.newVirtualThreadPerTaskExecutor());
        job = new ImageJob(Bucket.of(settings.s3()), decoders, settings.limits(), Clock.systemUTC(), aside);
    }

    @Override
    public String handleRequest(S3Event event, Context context) {
        // A store that tries its settings out sends an event without records.
        for (var record : JobLog.records(event)) {
            JobLog log = new JobLog(context, record, System.nanoTime());
            log.outcome(run(context.getAwsRequestId(), log));
            // The job has started one; after the very first picture one more is wanted.
            decoders.prepare();
        }
        return "ok";
    }

    private ImageJob.Outcome run(String delivery, JobLog log) {
        try {
            return job.run(delivery, log.trace());
        } catch (IOException | RuntimeException failure) {
            throw log.failed(failure);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw log.failed(ending);
        }
    }
}

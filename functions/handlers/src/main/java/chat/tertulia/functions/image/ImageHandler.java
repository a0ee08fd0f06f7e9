package chat.tertulia.functions.image;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import java.io.IOException;
import java.time.Clock;

/** What Lambda calls: {@code chat.tertulia.functions.image.ImageHandler::handleRequest}. An exception means "again". */
public final class ImageHandler implements RequestHandler<S3Event, String> {
    private final ImageJob job;

    public ImageHandler() {
        ImageSettings settings = ImageSettings.fromEnvironment(System.getenv());
        DecoderProcess decoder = new DecoderProcess(settings.library(), DecoderLimits.STANDARD);
        job = new ImageJob(new Bucket(settings), decoder, settings.maxBytes(), Clock.systemUTC());
    }

    @Override
    public String handleRequest(S3Event event, Context context) {
        JobLog log = new JobLog(context);
        for (var record : event.getRecords()) {
            String key = record.getS3().getObject().getUrlDecodedKey();
            try {
                log.outcome(key, job.run(key));
            } catch (IOException failure) {
                throw log.failed(key, failure);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw log.failed(key, ending);
            }
        }
        return "ok";
    }
}

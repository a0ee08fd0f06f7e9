package chat.tertulia.functions.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3Proxy on a free port of the loopback, with one bucket whose objects are files. */
public final class LoopbackStore {
    public static final String BUCKET = "pictures";

    private static final S3Settings.Keys KEYS = new S3Settings.Keys("test-key", "test-secret");
    // Held, since the log manager forgets loggers that nobody refers to.
    private static final Logger LOG = Logger.getLogger("org.gaul");

    private final S3Proxy proxy;
    private final S3Settings settings;
    private final S3Client client;

    public LoopbackStore(Path folder) throws Exception {
        LOG.setLevel(Level.WARNING);
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEYS.access(), KEYS.secret())
                // Not for connections that clients keep: nobody has anything under way at the end of a test.
                .stopTimeout(0)
                .build();
        proxy.start();
        settings = new S3Settings(URI.create("http://127.0.0.1:" + proxy.getPort()), "us-east-1", BUCKET, KEYS);
        client = settings.client();
        client.createBucket(request -> request.bucket(BUCKET));
    }

    public S3Settings settings() {
        return settings;
    }

    public S3Client client() {
        return client;
    }

    public void stop() throws Exception {
        client.close();
        proxy.stop();
    }
}

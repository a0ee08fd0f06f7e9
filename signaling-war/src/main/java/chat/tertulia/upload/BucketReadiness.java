package chat.tertulia.upload;

import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the object store answers. */
@Readiness
@Service
public class BucketReadiness implements HealthCheck {
    private final Bucket bucket;

    @Inject
    public BucketReadiness(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            bucket.reach();
            return HealthCheckResponse.up("object-store");
        } catch (Refusal away) {
            return HealthCheckResponse.down("object-store");
        }
    }
}

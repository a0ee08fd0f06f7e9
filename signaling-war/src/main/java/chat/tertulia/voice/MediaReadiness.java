package chat.tertulia.voice;

import chat.tertulia.voice.node.MediaNodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How many media nodes are here. Up without any: chat works, voice says that it is unavailable. */
@Readiness
@ApplicationScoped
public class MediaReadiness implements HealthCheck {
    private final MediaNodes nodes;

    /** For CDI's proxy only. */
    @SuppressWarnings("NullAway") // the proxy never looks at its own field
    protected MediaReadiness() {
        this.nodes = null;
    }

    @Inject
    public MediaReadiness(MediaNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("media")
                .up()
                .withData("nodes", nodes.connectedNodes())
                .build();
    }
}

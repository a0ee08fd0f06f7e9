package chat.tertulia.voice;

import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.node.NodeCounters;
import chat.tertulia.voice.signal.RoomDirectory;
import chat.tertulia.voice.signal.SignalCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Shows the counters of voice at {@code /metrics}. */
@ApplicationScoped
public class VoiceMetrics {
    void show(
            @Observes @Initialized(ApplicationScoped.class) Object started,
            MetricRegistry registry,
            MediaNodes nodes,
            RoomDirectory rooms,
            VoiceQuality quality) {
        registry.gauge("tertulia_media_nodes", nodes, MediaNodes::connectedNodes);
        registry.gauge("tertulia_media_transports", nodes, MediaNodes::transports);
        registry.gauge("tertulia_voice_rooms", rooms, RoomDirectory::rooms);
        registry.gauge("tertulia_voice_participants", rooms, RoomDirectory::participants);
        NodeCounters link = nodes.counters();
        count(registry, "tertulia_media_requests_total", link.requests);
        count(registry, "tertulia_media_request_failures_total", link.failures);
        count(registry, "tertulia_media_request_timeouts_total", link.timeouts);
        count(registry, "tertulia_media_frames_malformed_total", link.malformed);
        count(registry, "tertulia_media_handshakes_refused_total", link.refusedHandshakes);
        count(registry, "tertulia_media_links_lost_total", link.losses);
        SignalCounters signal = rooms.counters();
        count(registry, "tertulia_voice_joins_total", signal.joins);
        count(registry, "tertulia_voice_resumes_total", signal.resumes);
        count(registry, "tertulia_voice_tokens_refused_total", signal.refusedTokens);
        count(registry, "tertulia_voice_garbage_total", signal.garbage);
        count(registry, "tertulia_voice_floods_total", signal.floods);
        count(registry, "tertulia_voice_sdp_refused_total", signal.refusedSdp);
        count(registry, "tertulia_voice_permissions_refused_total", signal.refusedPermissions);
        count(registry, "tertulia_voice_cuts_total", signal.cuts);
        show(registry, quality);
    }

    /** As the clients report it: what neither server nor node can see. Divided by the reports, the sums are means. */
    private static void show(MetricRegistry registry, VoiceQuality quality) {
        for (VoiceQuality.Grade grade : VoiceQuality.Grade.values()) {
            registry.gauge(
                    "tertulia_voice_client_reports_total",
                    quality,
                    reported -> reported.reports(grade),
                    new Tag("grade", grade.wireName));
        }
        sum(registry, "tertulia_voice_client_seconds_total", quality.seconds);
        sum(registry, "tertulia_voice_client_rtt_seconds_sum", quality.rttSeconds);
        sum(registry, "tertulia_voice_client_jitter_seconds_sum", quality.jitterSeconds);
        sum(registry, "tertulia_voice_client_loss_ratio_sum", quality.lossUp, new Tag("direction", "up"));
        sum(registry, "tertulia_voice_client_loss_ratio_sum", quality.lossDown, new Tag("direction", "down"));
        sum(registry, "tertulia_voice_client_heard_seconds_total", quality.heardSeconds);
        sum(registry, "tertulia_voice_client_concealed_seconds_total", quality.concealedSeconds);
        sum(registry, "tertulia_voice_client_frozen_seconds_total", quality.frozenSeconds);
        count(registry, "tertulia_voice_client_freezes_total", quality.freezes);
    }

    private static void sum(MetricRegistry registry, String name, DoubleAdder adder, Tag... tags) {
        registry.gauge(name, adder, DoubleAdder::sum, tags);
    }

    private static void count(MetricRegistry registry, String name, LongAdder adder) {
        registry.gauge(name, adder, LongAdder::sum);
    }
}

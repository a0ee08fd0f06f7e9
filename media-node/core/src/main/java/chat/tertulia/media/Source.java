package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.media.cache.PacketCache;
import chat.tertulia.media.codec.DependencyDescriptor;
import chat.tertulia.media.layer.KeyframeRequests;
import chat.tertulia.media.layer.LayerMeter;
import chat.tertulia.media.nack.GapTracker;
import chat.tertulia.media.nack.ReceivedWindow;
import chat.tertulia.media.stats.Reception;
import org.jspecify.annotations.Nullable;

/** What an SSRC of a publisher is. */
sealed interface Source {
    Section section();

    /** Retransmissions of one layer, RFC 4588. */
    record Repair(Section section, int layer) implements Source {}

    /** One encoding: an audio stream, or one layer of a video. */
    final class Stream implements Source {
        private final long id;
        private final int ssrc;
        private final Section section;
        private final int layer;
        private final ReceivedWindow window = new ReceivedWindow();
        private final GapTracker gaps;
        private final PacketCache cache = new PacketCache();
        private final Reception reception = new Reception();
        private final KeyframeRequests keyframes = new KeyframeRequests();
        private final SenderClock clock = new SenderClock();
        private final LayerMeter layers = new LayerMeter();
        private @Nullable DependencyDescriptor descriptor;
        private long lastNs;
        private boolean askedElsewhere;

        Stream(long id, int ssrc, Section section, int layer) {
            this.id = id;
            this.ssrc = ssrc;
            this.section = section;
            this.layer = layer;
            gaps = new GapTracker(section.kind() == MediaKind.AUDIO);
        }

        /** Never used for another stream of the room. */
        long id() {
            return id;
        }

        int ssrc() {
            return ssrc;
        }

        @Override
        public Section section() {
            return section;
        }

        int layer() {
            return layer;
        }

        ReceivedWindow window() {
            return window;
        }

        GapTracker gaps() {
            return gaps;
        }

        PacketCache cache() {
            return cache;
        }

        Reception reception() {
            return reception;
        }

        KeyframeRequests keyframes() {
            return keyframes;
        }

        SenderClock clock() {
            return clock;
        }

        LayerMeter layers() {
            return layers;
        }

        DependencyDescriptor descriptor() {
            DependencyDescriptor reader = descriptor == null ? new DependencyDescriptor() : descriptor;
            descriptor = reader;
            return reader;
        }

        long lastNs() {
            return lastNs;
        }

        /** Somebody in another part of the room waits for a keyframe. */
        boolean askedElsewhere() {
            return askedElsewhere;
        }

        void askedElsewhere(boolean asked) {
            askedElsewhere = asked;
        }

        void seen(long nowNs) {
            lastNs = nowNs;
        }
    }
}

package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import java.util.List;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.VideoLayer;

/**
 * A track as the others see it. Immutable; goes from thread to thread.
 *
 * @param codecs encoding names in lower case, the better first: that which all get, and the one for who cannot decode it, if any
 * @param layers lowest first, as the node counts them
 */
record Publication(
        String sid,
        String publisherSid,
        String publisherIdentity,
        MediaKind kind,
        List<String> codecs,
        List<VideoLayer> layers,
        TrackInfo info) {
    Publication {
        codecs = List.copyOf(codecs);
        layers = List.copyOf(layers);
    }

    /** The codec that all get who can. */
    String codec() {
        return codecs.getFirst();
    }

    /** Tracks of one stream are played in sync: microphone with camera, screen with its sound. */
    String stream() {
        boolean ofScreen = screen() || info.getSourceValue() == TrackSource.SCREEN_SHARE_AUDIO_VALUE;
        return publisherSid + "|" + (ofScreen ? "screen" : "camera");
    }

    /** Somebody shows a screen. */
    boolean screen() {
        return info.getSourceValue() == TrackSource.SCREEN_SHARE_VALUE;
    }

    /** What a server mute is about: every sound, for the source is only what the publisher says it is. */
    boolean audible() {
        return kind == MediaKind.AUDIO;
    }

    Publication withMuted(boolean muted) {
        return new Publication(
                sid,
                publisherSid,
                publisherIdentity,
                kind,
                codecs,
                layers,
                info.toBuilder().setMuted(muted).build());
    }
}

package chat.tertulia.voice.signal;

import livekit.LivekitRtc.SignalResponse;

/** The socket to a client as this package needs it; a test stands in for it. Must not block. */
public interface SignalSocket {
    void send(SignalResponse message);

    /** Sends what is queued, then closes. */
    void close(String why);
}

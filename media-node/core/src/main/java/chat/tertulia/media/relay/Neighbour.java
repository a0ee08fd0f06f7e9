package chat.tertulia.media.relay;

import org.jspecify.annotations.Nullable;

/** Another part of the room, as this one sees it. What is handed to it comes there once, in order. */
public interface Neighbour {
    /** Room for one packet, to be filled and {@link #hand handed over} at once; null when there is none: then it is lost. */
    @Nullable
    RelayedPacket claim();

    /** The packet that was claimed. */
    void hand();

    /** Never lost. */
    void tell(RelayMessage message);

    /** It is far behind: what can wait shall wait. */
    boolean behind();
}

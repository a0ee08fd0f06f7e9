package chat.tertulia.media.cache;

import chat.tertulia.media.codec.FrameFacts;
import chat.tertulia.media.rtp.RtpView;

/**
 * The one copy of a received packet, with what parsing found in it. Shared by the cache of its stream and all queues that
 * still have to send it; goes back to its pool with the last reference.
 */
public final class StoredPacket {
    private final PacketPool pool;
    private final byte[] bytes;
    private final RtpView rtp = new RtpView();
    private final FrameFacts facts = new FrameFacts();
    private int length;
    private int references;
    private int[] extensionKinds = {};
    private long sequence;
    private long arrivalNs;
    private boolean video;

    StoredPacket(PacketPool pool, int capacity) {
        this.pool = pool;
        bytes = new byte[capacity];
    }

    void lend() {
        references = 1;
    }

    public void retain() {
        references++;
    }

    public void release() {
        references--;
        if (references < 0) {
            throw new IllegalStateException("A packet was released more often than retained");
        }
        if (references == 0) {
            pool.giveBack(this);
        }
    }

    /** Copies the packet that the view shows. */
    public void store(RtpView view, int[] kindsById, long extendedSequence, long nowNs) {
        System.arraycopy(view.array(), view.start(), bytes, 0, view.length());
        rtp.copyFrom(view, bytes, 0);
        length = view.length();
        extensionKinds = kindsById;
        sequence = extendedSequence;
        arrivalNs = nowNs;
        video = false;
        facts.clear();
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** For packets that are written here and not copied. */
    public void length(int written) {
        length = written;
    }

    public RtpView rtp() {
        return rtp;
    }

    /** What the payload and the dependency descriptor say. */
    public FrameFacts facts() {
        return facts;
    }

    /** Where its own sound begins: the primary block of RED (RFC 2198), else the payload. */
    public int soundOffset() {
        return rtp.payloadOffset() + (facts.primaryBytes() < 0 ? 0 : facts.primaryOffset());
    }

    public int soundBytes() {
        return facts.primaryBytes() < 0 ? rtp.payloadLength() : facts.primaryBytes();
    }

    /** What the ids of its header extensions mean; see {@link chat.tertulia.media.rtp.Extensions}. */
    public int[] extensionKinds() {
        return extensionKinds;
    }

    /** Unwrapped sequence number of its stream. */
    public long sequence() {
        return sequence;
    }

    public long arrivalNs() {
        return arrivalNs;
    }

    public boolean isVideo() {
        return video;
    }

    public void video(boolean isVideo) {
        video = isVideo;
    }
}

package chat.tertulia.media.sctp;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the two ends of an association say of themselves in its handshake, RFC 9260 §5: tags, first numbers, abilities. */
final class Agreement {
    private static final int ROOM = PacketFormat.HEADER + PacketFormat.CHUNK_HEADER + 3;

    /** What a cookie that came back means, §5.2.4. */
    enum Match {
        /** Action D: of this very association. */
        SAME,
        /** The first one, or Action B: both began at once. */
        NEW,
        /** Action A: the peer has begun anew. */
        RESTARTED,
        /** Action C, or a cookie of an older time. */
        FOREIGN
    }

    private final SctpSettings settings;
    private final RandomGenerator random;
    private final StateCookie cookies;
    private int tag;
    private int peerTag;
    private int localTsn;
    private boolean partial;
    private boolean zeroChecksum;
    private byte[] echo = new byte[0];

    Agreement(SctpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.cookies = new StateCookie(random);
        this.tag = freshTag();
        this.localTsn = random.nextInt();
    }

    int tag() {
        return tag;
    }

    /** 0 while there is no peer. */
    int peerTag() {
        return peerTag;
    }

    int localTsn() {
        return localTsn;
    }

    /** The peer knows FORWARD-TSN. */
    boolean partial() {
        return partial;
    }

    /** The peer takes packets without a checksum. */
    boolean zeroChecksum() {
        return zeroChecksum;
    }

    /** The peer's cookie, to be given back. */
    byte[] echo() {
        return echo;
    }

    Handshake init() {
        return ours(tag, localTsn, null);
    }

    /**
     * The answer to an INIT; nothing is kept for it. §5.2.1: while we are beginning ourselves it names what our INIT named; §5.2.2:
     * later, a fresh tag.
     *
     * @param running whether there is an association already
     */
    Handshake answer(Handshake init, boolean running, long nowNs) {
        int answerTag = running ? freshTag() : tag;
        int answerTsn = running ? random.nextInt() : localTsn;
        StateCookie.Content content = new StateCookie.Content(
                answerTag,
                init.tag(),
                answerTsn,
                init.firstTsn(),
                init.window(),
                init.incomingStreams(),
                init.partial(),
                init.zeroChecksum(),
                running ? tag : 0,
                running ? peerTag : 0);
        return ours(answerTag, answerTsn, cookies.seal(content, nowNs));
    }

    private Handshake ours(int withTag, int firstTsn, byte @Nullable [] cookie) {
        return new Handshake(
                withTag, settings.receiveBytes(), settings.streams(), settings.streams(), firstTsn, true, true, cookie);
    }

    /** The peer's answer to our INIT. False when its cookie is missing or does not fit into a packet. */
    boolean learn(Handshake answer) {
        byte[] cookie = answer.cookie();
        if (cookie == null || cookie.length > settings.packetBytes() - ROOM) {
            return false;
        }
        peerTag = answer.tag();
        partial = answer.partial();
        zeroChecksum = answer.zeroChecksum();
        echo = cookie;
        return true;
    }

    StateCookie.@Nullable Content open(byte[] bytes, int at, int size, long nowNs) {
        return cookies.open(bytes, at, size, nowNs);
    }

    /**
     * @param known whether we have begun, or the peer has
     * @param running whether there is an association already
     */
    Match match(StateCookie.Content cookie, boolean known, boolean running) {
        boolean sameLocal = cookie.localTag() == tag;
        boolean samePeer = cookie.peerTag() == peerTag;
        if (known && sameLocal && samePeer) {
            return Match.SAME;
        } else if (!known || (sameLocal && !running)) {
            return Match.NEW;
        }
        boolean tied = cookie.tieLocal() == tag && cookie.tiePeer() == peerTag;
        return !sameLocal && !samePeer && tied ? Match.RESTARTED : Match.FOREIGN;
    }

    /** A cookie of ours counts from now on. */
    void adopt(StateCookie.Content cookie) {
        tag = cookie.localTag();
        peerTag = cookie.peerTag();
        localTsn = cookie.localTsn();
        partial = cookie.partial();
        zeroChecksum = cookie.zeroChecksum();
    }

    private int freshTag() {
        int fresh = random.nextInt();
        return fresh == 0 ? 1 : fresh;
    }
}

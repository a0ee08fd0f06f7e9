package chat.tertulia.node.udp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of a port's own addresses and a place on the network, as numbers. IPv4 is kept as IPv4-mapped IPv6 (RFC 4291 §2.5.5.2),
 * so that a peer has one name whatever socket it came by. A port shows each datagram's source in one that it uses again;
 * {@link #copy} keeps it.
 */
public final class Endpoint {
    private static final long MAPPED = 0xFFFFL << 32;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private int local;
    private long high;
    private long low;
    private int port;
    private int scope;
    private @Nullable InetSocketAddress socketAddress;

    public static Endpoint of(int local, InetSocketAddress remote) {
        Endpoint endpoint = new Endpoint();
        endpoint.show(local, remote);
        return endpoint;
    }

    public Endpoint copy() {
        Endpoint kept = new Endpoint();
        kept.local = local;
        kept.high = high;
        kept.low = low;
        kept.port = port;
        kept.scope = scope;
        return kept;
    }

    void show(int ofLocal, InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (address instanceof Inet4Address) {
            // The hash of an IPv4 address is its value, by its specification, and needs no array.
            showIpv4(ofLocal, address.hashCode(), remote.getPort());
        } else {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            int zone = address instanceof Inet6Address six ? six.getScopeId() : 0;
            showIpv6(ofLocal, bytes.getLong(), bytes.getLong(), remote.getPort(), zone);
        }
    }

    void showIpv4(int ofLocal, int address, int ofPort) {
        showIpv6(ofLocal, 0, MAPPED | Integer.toUnsignedLong(address), ofPort, 0);
    }

    /** The address's upper and lower half. The zone matters for link-local addresses only (RFC 4007 §6). */
    void showIpv6(int ofLocal, long upper, long lower, int ofPort, int zone) {
        local = ofLocal;
        high = upper;
        low = lower;
        port = ofPort;
        scope = upper >>> 54 == 0xFE80 >>> 6 ? zone : 0;
        socketAddress = null;
    }

    public int local() {
        return local;
    }

    public int port() {
        return port;
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    int ipv4() {
        return (int) low;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int scope() {
        return scope;
    }

    /** Made once. */
    public InetSocketAddress toSocketAddress() {
        InetSocketAddress known = socketAddress;
        if (known == null) {
            known = new InetSocketAddress(address(), port);
            socketAddress = known;
        }
        return known;
    }

    private InetAddress address() {
        try {
            if (isIpv4()) {
                return InetAddress.getByAddress(
                        ByteBuffer.allocate(4).putInt(ipv4()).array());
            }
            byte[] sixteen = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            return Inet6Address.getByAddress(null, sixteen, scope == 0 ? -1 : scope);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    public boolean matches(Endpoint other) {
        return low == other.low
                && port == other.port
                && high == other.high
                && local == other.local
                && scope == other.scope;
    }

    /** Spread over all bits; the seed keeps peers from choosing addresses that collide. */
    public int hash(long seed) {
        long mixed = (low ^ seed) * SPREAD;
        mixed = (mixed ^ mixed >>> 32 ^ high) * SPREAD;
        mixed = (mixed ^ mixed >>> 29 ^ ((long) scope << 32 | (long) local << 16 | port)) * SPREAD;
        return (int) (mixed >>> 32);
    }

    /** Of what one site can choose from: an IPv4 address, or the upper half of an IPv6 one (RFC 6177). */
    public int siteHash(long seed) {
        long mixed = ((isIpv4() ? low : high) ^ seed) * SPREAD;
        return (int) (((mixed ^ mixed >>> 32) * SPREAD) >>> 32);
    }

    @Override
    public String toString() {
        return toSocketAddress() + " at " + local;
    }
}

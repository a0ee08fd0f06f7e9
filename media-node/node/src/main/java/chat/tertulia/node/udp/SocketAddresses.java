package chat.tertulia.node.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Endpoints as the kernel writes them: {@code sockaddr_in} (family, port, address) and {@code sockaddr_in6} (family, port,
 * flow, address, zone); ports and addresses in network order.
 */
final class SocketAddresses {
    static final int IN_BYTES = 16;
    static final int IN6_BYTES = 28;

    /** Room for either, aligned. */
    static final int SPACE = 32;

    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt ADDRESS = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong HALF = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;

    private SocketAddresses() {}

    /** Returns the size. A socket of IPv6 names IPv4 peers by mapped addresses. */
    static int write(Endpoint endpoint, int family, MemorySegment memory, long at) {
        memory.set(FAMILY, at, (short) family);
        memory.set(PORT, at + 2, (short) endpoint.port());
        if (family == Libc.AF_INET) {
            memory.set(ADDRESS, at + 4, endpoint.ipv4());
            memory.set(HALF, at + 8, 0);
            return IN_BYTES;
        }
        memory.set(NATIVE, at + 4, 0);
        memory.set(HALF, at + 8, endpoint.high());
        memory.set(HALF, at + 16, endpoint.low());
        memory.set(NATIVE, at + 24, endpoint.scope());
        return IN6_BYTES;
    }

    static void read(MemorySegment memory, long at, int local, Endpoint into) {
        int port = port(memory, at);
        if (memory.get(FAMILY, at) == Libc.AF_INET) {
            into.showIpv4(local, memory.get(ADDRESS, at + 4), port);
        } else {
            into.showIpv6(
                    local, memory.get(HALF, at + 8), memory.get(HALF, at + 16), port, memory.get(NATIVE, at + 24));
        }
    }

    static int port(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(PORT, at + 2));
    }
}

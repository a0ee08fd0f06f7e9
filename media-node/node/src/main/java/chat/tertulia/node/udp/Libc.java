package chat.tertulia.node.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The system calls of {@link FfmPort}. Pointers are plain addresses, so that a call makes no object. Constants and layouts
 * are those of Linux on 64-bit x86 and ARM, which are alike here (asm-generic).
 */
final class Libc {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;
    static final short POLLIN = 1;
    static final int MSG_DONTWAIT = 0x40;
    static final int EIO = 5;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EMSGSIZE = 90;

    private static final Logger LOG = Logger.getLogger(Libc.class.getName());
    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = call("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = call("bind", INT, INT, POINTER, INT);
    private static final MethodHandle GETSOCKNAME = call("getsockname", INT, INT, POINTER, POINTER);
    private static final MethodHandle SETSOCKOPT = silent("setsockopt", INT, INT, INT, INT, POINTER, INT);
    private static final MethodHandle CLOSE = silent("close", INT, INT);
    private static final MethodHandle EVENTFD = call("eventfd", INT, INT, INT);
    private static final MethodHandle READ = silent("read", SIZE, INT, POINTER, SIZE);
    private static final MethodHandle WRITE = silent("write", SIZE, INT, POINTER, SIZE);
    private static final MethodHandle PPOLL = silent("ppoll", INT, POINTER, SIZE, POINTER, POINTER);
    private static final MethodHandle RECVMMSG = silent("recvmmsg", INT, INT, POINTER, INT, INT, POINTER);
    private static final MethodHandle SENDMMSG = silent("sendmmsg", INT, INT, POINTER, INT, INT);
    private static final MethodHandle SENDMMSG_AGAIN = call("sendmmsg", INT, INT, POINTER, INT, INT);
    private static final MethodHandle SENDTO = silent("sendto", SIZE, INT, POINTER, SIZE, INT, POINTER, INT);

    private Libc() {}

    /** Whether all of it is here. Asked first: the class fails to load where a symbol is missing. */
    static boolean works() {
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean known = machine.equals("amd64") || machine.equals("x86_64") || machine.equals("aarch64");
        if (!system.equals("Linux") || !known) {
            return false;
        }
        try {
            return Bound.ALL;
        } catch (LinkageError missing) {
            LOG.log(Level.WARNING, "The system calls for batches cannot be bound", missing);
            return false;
        }
    }

    /** Loading this class loads the other one, in a place where it may fail. */
    private static final class Bound {
        static final boolean ALL = SENDTO != null;
    }

    /** For errno; one each thread that calls. */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    static int socket(MemorySegment state, int family) throws IOException {
        try {
            int type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
            return checked("socket", state, (int) SOCKET.invokeExact(state, family, type, 0));
        } catch (Throwable thrown) {
            throw rethrown(thrown);
        }
    }

    static void bind(MemorySegment state, int socket, long address, int size) throws IOException {
        try {
            var _ = checked("bind", state, (int) BIND.invokeExact(state, socket, address, size));
        } catch (Throwable thrown) {
            throw rethrown(thrown);
        }
    }

    static void getsockname(MemorySegment state, int socket, long address, long size) throws IOException {
        try {
            var _ = checked("getsockname", state, (int) GETSOCKNAME.invokeExact(state, socket, address, size));
        } catch (Throwable thrown) {
            throw rethrown(thrown);
        }
    }

    /** False when the kernel does not know the option. */
    static boolean setsockopt(int socket, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocateFrom(INT, value).address();
            return (int) SETSOCKOPT.invokeExact(socket, level, option, address, 4) == 0;
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void close(int descriptor) {
        try {
            int unusedResult = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int eventfd(MemorySegment state) throws IOException {
        try {
            return checked("eventfd", state, (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable thrown) {
            throw rethrown(thrown);
        }
    }

    static long read(int descriptor, long address, long size) {
        try {
            return (long) READ.invokeExact(descriptor, address, size);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static long write(int descriptor, long address, long size) {
        try {
            return (long) WRITE.invokeExact(descriptor, address, size);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int ppoll(long descriptors, long count, long timeout) {
        try {
            return (int) PPOLL.invokeExact(descriptors, count, timeout, 0L);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int recvmmsg(int socket, long messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(socket, messages, count, MSG_DONTWAIT, 0L);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * Asking for errno makes an object a call, so it is asked for when there is one: a failed call has sent nothing, and is made
     * once more.
     */
    static int sendmmsg(MemorySegment state, int socket, long messages, int count) {
        try {
            int sent = (int) SENDMMSG.invokeExact(socket, messages, count, MSG_DONTWAIT);
            return sent > 0 ? sent : (int) SENDMMSG_AGAIN.invokeExact(state, socket, messages, count, MSG_DONTWAIT);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static long sendto(int socket, long data, long size, long name, int nameSize) {
        try {
            return (long) SENDTO.invokeExact(socket, data, size, MSG_DONTWAIT, name, nameSize);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Takes a place for errno first. */
    private static MethodHandle call(String name, ValueLayout result, ValueLayout... parameters) {
        return LINKER.downcallHandle(
                symbol(name), FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle silent(String name, ValueLayout result, ValueLayout... parameters) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, parameters));
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
    }

    private static int checked(String name, MemorySegment state, int result) throws IOException {
        if (result < 0) {
            throw new IOException(name + " failed with error " + errno(state));
        }
        return result;
    }

    private static IOException rethrown(Throwable thrown) {
        if (thrown instanceof IOException known) {
            return known;
        }
        throw unchecked(thrown);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException bug ? bug : new IllegalStateException(thrown);
    }
}

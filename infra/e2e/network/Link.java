import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire between two TUN devices that loses, delays and narrows what goes over it: {@code java Link.java <a> <b> <seed>}.
 * Says {@code ready} when both devices are there, after which they may be moved into network namespaces. Each line of the
 * input sets one direction, {@code ab} or {@code ba}: {@code ab <loss 0..1> <delay ms> <bit/s, 0 no limit> <queue bytes>};
 * {@code count} answers with packets passed, lost by chance and lost at the full queue, of both directions. Ends with its
 * input. Linux, root; no module of the kernel's traffic control is needed, and the order of losses is the seed's.
 */
public final class Link {
    private static final int OPEN_READ_WRITE = 2;
    private static final long SET_INTERFACE = 0x400454caL;
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    private static final int LARGEST = 65_536;

    private record Condition(double loss, long delayNs, long bitsPerSecond, long queueBytes) {}

    private record Waiting(byte[] packet, long dueNs) {}

    public static void main(String[] arguments) throws Throwable {
        long seed = Long.parseLong(arguments[2]);
        int a = Native.device(arguments[0]);
        int b = Native.device(arguments[1]);
        Direction ab = new Direction(a, b, new SplittableRandom(seed));
        Direction ba = new Direction(b, a, new SplittableRandom(~seed));
        ab.start();
        ba.start();
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] word = line.split(" ");
            if (word[0].equals("count")) {
                System.out.println(ab.count() + " " + ba.count());
            } else {
                (word[0].equals("ab") ? ab : ba).condition = condition(word);
                System.out.println("set");
            }
        }
        // The readers wait inside the kernel; there is nothing to tidy but the devices, which end with the process.
        Runtime.getRuntime().halt(0);
    }

    private static Condition condition(String[] word) {
        return new Condition(
                Double.parseDouble(word[1]),
                (long) (Double.parseDouble(word[2]) * 1e6),
                Long.parseLong(word[3]),
                Long.parseLong(word[4]));
    }

    /** Two threads: one takes packets and decides what becomes of them, one hands them out when their time has come. */
    private static final class Direction {
        private final int from;
        private final int to;
        private final SplittableRandom random;
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private final Thread sender = new Thread(this::send);
        volatile Condition condition = new Condition(0, 0, 0, 0);
        private volatile long passed;
        private volatile long lost;
        private volatile long overflowed;
        private long freeNs;

        Direction(int from, int to, SplittableRandom random) {
            this.from = from;
            this.to = to;
            this.random = random;
        }

        void start() {
            new Thread(this::receive).start();
            sender.start();
        }

        String count() {
            return passed + " " + lost + " " + overflowed;
        }

        private void receive() {
            MemorySegment buffer = Arena.global().allocate(LARGEST);
            while (true) {
                int length = Native.read(from, buffer);
                if (length > 0) {
                    take(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                } else {
                    LockSupport.parkNanos(1_000_000); // the device is being moved or not up yet
                }
            }
        }

        private void take(byte[] packet) {
            Condition now = condition;
            if (random.nextDouble() < now.loss()) {
                lost++;
                return;
            }
            long atNs = System.nanoTime();
            long leavesNs = atNs;
            if (now.bitsPerSecond() > 0) {
                leavesNs = Math.max(atNs, freeNs);
                long queued = (leavesNs - atNs) * now.bitsPerSecond() / 8_000_000_000L;
                if (queued + packet.length > now.queueBytes()) {
                    overflowed++;
                    return;
                }
                leavesNs += packet.length * 8_000_000_000L / now.bitsPerSecond();
                freeNs = leavesNs;
            }
            passed++;
            synchronized (waiting) {
                waiting.add(new Waiting(packet, leavesNs + now.delayNs()));
            }
            LockSupport.unpark(sender);
        }

        private void send() {
            MemorySegment buffer = Arena.global().allocate(LARGEST);
            while (true) {
                Waiting next;
                synchronized (waiting) {
                    next = waiting.peek();
                }
                long waitNs = next == null ? Long.MAX_VALUE : next.dueNs() - System.nanoTime();
                if (next == null || waitNs > 0) {
                    LockSupport.parkNanos(waitNs);
                    continue;
                }
                synchronized (waiting) {
                    waiting.remove();
                }
                MemorySegment.copy(next.packet(), 0, buffer, ValueLayout.JAVA_BYTE, 0, next.packet().length);
                Native.write(to, buffer, next.packet().length);
            }
        }
    }

    private static final class Native {
        private static final MethodHandle OPEN = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        private static final MethodHandle READ = data("read");
        private static final MethodHandle WRITE = data("write");
        private static final MethodHandle CONTROL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(2));

        /** A device that lives as long as this process, see the kernel's Documentation/networking/tuntap. */
        static int device(String name) throws Throwable {
            try (Arena arena = Arena.ofConfined()) {
                int file = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), OPEN_READ_WRITE);
                MemorySegment request = arena.allocate(40);
                request.setString(0, name);
                request.set(ValueLayout.JAVA_SHORT, 16, TUN_WITHOUT_HEADER);
                if (file < 0 || (int) CONTROL.invokeExact(file, SET_INTERFACE, request) < 0) {
                    throw new IOException("No TUN device " + name + ": root and /dev/net/tun are needed");
                }
                return file;
            }
        }

        static int read(int file, MemorySegment into) {
            try {
                return (int) (long) READ.invokeExact(file, into, into.byteSize());
            } catch (Throwable bug) {
                throw new AssertionError(bug);
            }
        }

        static void write(int file, MemorySegment from, int length) {
            try {
                var _ = (long) WRITE.invokeExact(file, from, (long) length);
            } catch (Throwable bug) {
                throw new AssertionError(bug);
            }
        }

        private static MethodHandle data(String name) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow(name),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG));
        }

        private static MethodHandle function(String name, ValueLayout... arguments) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow(name),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
        }
    }
}

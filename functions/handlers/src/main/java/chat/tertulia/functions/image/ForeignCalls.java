package chat.tertulia.functions.image;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * C functions of a library, called by name. Each shape of a call costs the JVM classes of its own, and each decoder would
 * make them anew, so there is one for every place where variadic arguments can begin: {@value #ARGUMENTS} arguments of 64
 * bits. Integers and pointers travel like that in any case (System V AMD64 ABI §3.2.3 and AAPCS64 §6.8.2: one register or
 * slot of eight bytes each, the upper half of an {@code int} unspecified), and who is called looks at no more than it
 * knows of. Floating point and structures are not for this class.
 *
 * <p>Any thread may call.
 */
final class ForeignCalls {
    private static final int ARGUMENTS = 16;

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.global();
    private final SymbolLookup library;
    /** By the index of the first variadic argument; {@link #ARGUMENTS} for a function that has none. */
    private final Map<Integer, MethodHandle> shapes = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException when there is no such library */
    ForeignCalls(Path file) {
        library = SymbolLookup.libraryLookup(file, arena).or(linker.defaultLookup());
    }

    /** Never freed: what calls here does not live long. */
    Arena arena() {
        return arena;
    }

    /**
     * @param fixed how many arguments the function's declaration names
     * @param arguments ints, texts and addresses
     * @return an address, or an int in the lower half
     */
    long call(String name, int fixed, List<?> arguments) {
        long[] values = new long[ARGUMENTS];
        for (int at = 0; at < arguments.size(); at++) {
            values[at] = value(arguments.get(at));
        }
        int variadic = fixed < arguments.size() ? fixed : ARGUMENTS;
        try {
            return invoke(shapes.computeIfAbsent(variadic, this::shape), library.findOrThrow(name), values);
        } catch (Throwable bug) {
            throw new IllegalStateException("calling " + name, bug);
        }
    }

    private long value(Object argument) {
        return switch (argument) {
            case Integer number -> number;
            case String text -> arena.allocateFrom(text).address();
            case MemorySegment there -> there.address();
            default -> throw new IllegalArgumentException(argument.getClass().getName());
        };
    }

    private MethodHandle shape(int variadic) {
        MemoryLayout[] parameters = Collections.nCopies(ARGUMENTS, JAVA_LONG).toArray(MemoryLayout[]::new);
        Linker.Option[] options = variadic == ARGUMENTS
                ? new Linker.Option[0]
                : new Linker.Option[] {Linker.Option.firstVariadicArg(variadic)};
        return linker.downcallHandle(FunctionDescriptor.of(JAVA_LONG, parameters), options);
    }

    /** Spelled out, since to spread an array over a method handle would make classes as well. */
    private static long invoke(MethodHandle shape, MemorySegment function, long[] values) throws Throwable {
        return (long) shape.invokeExact(
                function,
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10],
                values[11],
                values[12],
                values[13],
                values[14],
                values[15]);
    }
}

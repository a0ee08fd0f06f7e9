package chat.tertulia.bench.functions;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * libvips alone: the calls that make the two pictures and nothing beside them: no limits, no header to look at, no store.
 * Prints the milliseconds from the first call to the end of the last; the JVM, the library and the binding are up by then.
 */
final class BareVips {
    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.global();
    private final SymbolLookup library;

    private BareVips(Path file) {
        library = SymbolLookup.libraryLookup(file, arena);
    }

    /** {@code BareVips <libvips> <picture> <folder>}. */
    public static void main(String[] arguments) {
        BareVips vips = new BareVips(Path.of(arguments[0]));
        Path folder = Path.of(arguments[2]);
        vips.init();
        List<Call> calls = vips.calls(arguments[1], folder);
        long began = System.nanoTime();
        calls.forEach(Call::run);
        System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - began) / 1e6);
    }

    /** Bound to its function and its arguments. */
    private record Call(String name, MethodHandle function, List<Object> arguments) implements Runnable {
        @Override
        public void run() {
            try {
                List<Object> known = arguments.stream()
                        .map(it -> it instanceof Later later ? later.cell().get(ADDRESS, 0) : it)
                        .toList();
                if ((int) function.invokeWithArguments(known) != 0) {
                    throw new IllegalStateException(name + " failed");
                }
            } catch (RuntimeException | Error failed) {
                throw failed;
            } catch (Throwable bug) {
                throw new IllegalStateException(bug);
            }
        }
    }

    private void init() {
        bind("vips_init", 1, List.of("bare")).run();
    }

    /** Addresses of pictures are known only after a call: the next reads them through a cell of its own. */
    private List<Call> calls(String picture, Path folder) {
        MemorySegment full = arena.allocate(ADDRESS);
        MemorySegment thumb = arena.allocate(ADDRESS);
        List<Call> calls = new ArrayList<>();
        calls.add(bind(
                "vips_thumbnail",
                3,
                List.of(picture, full, 1600, "height", 1600, "size", 2, "output_profile", "srgb", MemorySegment.NULL)));
        // In memory, since two pictures are made of it.
        calls.add(bind("vips_image_wio_input", 1, List.of(new Later(full))));
        calls.add(bind("vips_heifsave", 2, saved(full, folder.resolve("full.avif"))));
        calls.add(bind(
                "vips_thumbnail_image",
                3,
                List.of(new Later(full), thumb, 320, "height", 320, "size", 2, MemorySegment.NULL)));
        calls.add(bind("vips_heifsave", 2, saved(thumb, folder.resolve("thumb.avif"))));
        return calls;
    }

    private static List<Object> saved(MemorySegment cell, Path file) {
        return List.of(
                new Later(cell),
                file.toString(),
                "compression",
                4,
                "Q",
                60,
                "effort",
                2,
                "keep",
                0,
                MemorySegment.NULL);
    }

    /** What will be in a cell by then. */
    private record Later(MemorySegment cell) {}

    private Call bind(String name, int fixed, List<?> arguments) {
        List<MemoryLayout> layouts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Object argument : arguments) {
            layouts.add(argument instanceof Integer ? JAVA_INT : ADDRESS);
            values.add(argument instanceof String text ? arena.allocateFrom(text) : argument);
        }
        FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT, layouts.toArray(MemoryLayout[]::new));
        Linker.Option[] options = fixed < arguments.size()
                ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
                : new Linker.Option[0];
        return new Call(name, linker.downcallHandle(library.findOrThrow(name), descriptor, options), values);
    }
}

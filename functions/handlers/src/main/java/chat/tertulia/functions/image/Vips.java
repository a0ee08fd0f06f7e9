package chat.tertulia.functions.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The few functions of libvips (https://www.libvips.org/API/8.18/) that the decoder needs. Its C functions end in
 * {@code name, value, …, NULL}; here the options are a list. Pictures are never unreferenced: the process ends with its
 * one picture.
 *
 * <p>Owned by: the main thread of the decoder process.
 */
final class Vips {
    /** VipsSize: never enlarge. */
    static final int SIZE_DOWN = 2;
    /** VipsFailOn: truncation and errors, not mere warnings. */
    static final int FAIL_ON_ERROR = 2;

    private static final int INTERPRETATION_SRGB = 22;
    private static final int HEIF_COMPRESSION_AV1 = 4;
    private static final int KEEP_NONE = 0;
    private static final List<String> LOADERS = List.of("Jpeg", "Png", "Webp", "Nsgif", "Heif");

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.global();
    private final SymbolLookup library;

    /** A libvips picture, decoded no further than what was asked of it. */
    record Picture(MemorySegment handle) {}

    /** libvips said no; the message is its own, for the log. */
    static final class VipsException extends Exception {
        private static final long serialVersionUID = 1L;

        VipsException(String message) {
            super(message);
        }
    }

    /** @throws IllegalArgumentException when there is no such library */
    Vips(Path libraryFile) throws VipsException {
        library = SymbolLookup.libraryLookup(libraryFile, arena);
        check((int) call("vips_init", JAVA_INT, 1, List.of("tertulia")));
        call("vips_block_untrusted_set", JAVA_INT, 1, List.of(1));
        // Everything is closed but the formats that PictureFormat lets through.
        call("vips_operation_block_set", JAVA_INT, 2, List.of("VipsForeignLoad", 1));
        for (String loader : LOADERS) {
            call("vips_operation_block_set", JAVA_INT, 2, List.of("VipsForeignLoad" + loader, 0));
        }
        call("vips_cache_set_max", JAVA_INT, 1, List.of(0));
    }

    /** Reads the header only. */
    Picture open(Path file) throws VipsException {
        MemorySegment handle =
                (MemorySegment) call("vips_image_new_from_file", ADDRESS, 1, ended(List.of(file.toString())));
        if (handle.equals(MemorySegment.NULL)) {
            throw new VipsException(error());
        }
        return new Picture(handle);
    }

    int width(Picture picture) {
        return number("vips_image_get_width", picture);
    }

    int height(Picture picture) {
        return number("vips_image_get_height", picture);
    }

    int bands(Picture picture) {
        return number("vips_image_get_bands", picture);
    }

    int frames(Picture picture) {
        return number("vips_image_get_n_pages", picture);
    }

    /** Whether the EXIF orientation swaps width and height. */
    boolean swapped(Picture picture) {
        return number("vips_image_get_orientation_swap", picture) != 0;
    }

    /** The first frame, upright, in sRGB with eight bits, at most {@code longest} pixels a side, decoded into memory. */
    Picture display(Path file, int longest) throws VipsException {
        List<Object> options =
                List.of("height", longest, "size", SIZE_DOWN, "output_profile", "srgb", "fail_on", FAIL_ON_ERROR);
        Picture scaled = operation("vips_thumbnail", file.toString(), List.of(longest), options);
        Picture srgb = operation("vips_colourspace", scaled.handle(), List.of(INTERPRETATION_SRGB), List.of());
        MemorySegment memory = (MemorySegment) call("vips_image_copy_memory", ADDRESS, 1, List.of(srgb.handle()));
        if (memory.equals(MemorySegment.NULL)) {
            throw new VipsException(error());
        }
        return new Picture(memory);
    }

    Picture thumbnail(Picture picture, int longest) throws VipsException {
        List<Object> options = List.of("height", longest, "size", SIZE_DOWN);
        return operation("vips_thumbnail_image", picture.handle(), List.of(longest), options);
    }

    /** AVIF without any metadata: no EXIF, no position, no profile. */
    void saveAvif(Picture picture, Path file, int quality, int effort) throws VipsException {
        List<Object> arguments = List.of(
                picture.handle(),
                file.toString(),
                "compression",
                HEIF_COMPRESSION_AV1,
                "Q",
                quality,
                "effort",
                effort,
                "keep",
                KEEP_NONE);
        check((int) call("vips_heifsave", JAVA_INT, 2, ended(arguments)));
    }

    /** Three bytes a pixel; transparency is laid on black. */
    byte[] rgb(Picture picture) throws VipsException {
        Picture opaque =
                bands(picture) > 3 ? operation("vips_flatten", picture.handle(), List.of(), List.of()) : picture;
        MemorySegment length = arena.allocate(JAVA_LONG);
        MemorySegment bytes =
                (MemorySegment) call("vips_image_write_to_memory", ADDRESS, 2, List.of(opaque.handle(), length));
        if (bytes.equals(MemorySegment.NULL)) {
            throw new VipsException(error());
        }
        return bytes.reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }

    /** {@code name(in, &out, positional…, options…, NULL)}. */
    private Picture operation(String name, Object in, List<Object> positional, List<Object> options)
            throws VipsException {
        MemorySegment out = arena.allocate(ADDRESS);
        List<Object> arguments = new ArrayList<>(List.of(in, out));
        arguments.addAll(positional);
        int fixed = arguments.size();
        arguments.addAll(options);
        check((int) call(name, JAVA_INT, fixed, ended(arguments)));
        return new Picture(out.get(ADDRESS, 0));
    }

    private int number(String function, Picture picture) {
        return (int) call(function, JAVA_INT, 1, List.of(picture.handle()));
    }

    private static List<Object> ended(List<?> arguments) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(MemorySegment.NULL);
        return all;
    }

    /** Texts, ints and addresses as C arguments; those from {@code fixed} on are variadic. */
    private Object call(String name, ValueLayout result, int fixed, List<?> arguments) {
        List<MemoryLayout> layouts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Object argument : arguments) {
            layouts.add(argument instanceof Integer ? JAVA_INT : ADDRESS);
            values.add(argument instanceof String text ? arena.allocateFrom(text) : argument);
        }
        FunctionDescriptor descriptor = FunctionDescriptor.of(result, layouts.toArray(MemoryLayout[]::new));
        Linker.Option[] options = fixed < arguments.size()
                ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
                : new Linker.Option[0];
        MethodHandle function = linker.downcallHandle(library.findOrThrow(name), descriptor, options);
        try {
            return function.invokeWithArguments(values);
        } catch (Throwable bug) {
            throw new IllegalStateException("calling " + name, bug);
        }
    }

    private void check(int status) throws VipsException {
        if (status != 0) {
            throw new VipsException(error());
        }
    }

    private String error() {
        MemorySegment text = (MemorySegment) call("vips_error_buffer", ADDRESS, 0, List.of());
        return text.reinterpret(Long.MAX_VALUE).getString(0).strip();
    }
}

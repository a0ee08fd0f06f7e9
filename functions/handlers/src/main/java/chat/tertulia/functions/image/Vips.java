package chat.tertulia.functions.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import chat.tertulia.functions.image.DecoderReport.Size;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The few functions of libvips (https://www.libvips.org/API/8.18/) that the decoder needs. Its C functions end in
 * {@code name, value, …, NULL}; here the options are a list. Pictures are never unreferenced: the process ends with its
 * one picture.
 *
 * <p>Any thread may call: libvips is made for that, and pictures do not change.
 */
final class Vips {
    private static final int SIZE_DOWN = 2;
    /** VipsFailOn: truncation and errors, not mere warnings. */
    private static final int FAIL_ON_ERROR = 2;
    /** VipsInteresting: what catches the eye. */
    private static final int ATTENTION = 3;

    private static final int INTERPRETATION_SRGB = 22;
    private static final int HEIF_COMPRESSION_AV1 = 4;
    private static final int KEEP_NONE = 0;
    /** From 8.15 on, what to keep is said by {@code keep}; before, {@code strip} says that nothing is. */
    private static final int KNOWS_KEEP = 815;
    /** From 8.16 on, colours go {@code output_profile}; before, it was {@code export_profile}. */
    private static final int KNOWS_OUTPUT = 816;

    private static final int QUALITY = 60;
    private static final int ANIMATED_QUALITY = 70;
    /** Effort 4, the usual default, costs five times the processor time for 2 % fewer bytes. */
    private static final int EFFORT = 2;

    private static final List<String> LOADERS = List.of("Jpeg", "Png", "Webp", "Nsgif", "Heif");

    private final ForeignCalls library;
    private final Arena arena;
    private final int version;

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
        library = new ForeignCalls(libraryFile);
        arena = library.arena();
        check(number("vips_init", 1, List.of("tertulia")));
        library.call("vips_block_untrusted_set", 1, List.of(1));
        // Everything is closed but the formats that PictureFormat lets through.
        library.call("vips_operation_block_set", 2, List.of("VipsForeignLoad", 1));
        for (String loader : LOADERS) {
            library.call("vips_operation_block_set", 2, List.of("VipsForeignLoad" + loader, 0));
        }
        library.call("vips_cache_set_max", 1, List.of(0));
        version = number("vips_version", 1, List.of(0)) * 100 + number("vips_version", 1, List.of(1));
    }

    /** Reads the header only. */
    Picture open(Path file) throws VipsException {
        return made(library.call("vips_image_new_from_file", 1, ended(List.of(file.toString()))));
    }

    int width(Picture picture) {
        return number("vips_image_get_width", picture);
    }

    int height(Picture picture) {
        return number("vips_image_get_height", picture);
    }

    /** As the header says it: {@code vips_image_get_n_pages} takes 10,000 and more for an error and answers one. */
    int frames(Picture picture) {
        MemorySegment frames = arena.allocate(JAVA_INT);
        List<Object> arguments = List.of(picture.handle(), "n-pages", frames);
        if (number("vips_image_get_int", arguments.size(), arguments) != 0) {
            // A WebP that does not move says nothing about frames.
            library.call("vips_error_clear", 0, List.of());
            return 1;
        }
        return frames.get(JAVA_INT, 0);
    }

    /** Rows of one frame of a strip. */
    int pageHeight(Picture picture) {
        return number("vips_image_get_page_height", picture);
    }

    /** Whether the EXIF orientation swaps width and height. */
    boolean swapped(Picture picture) {
        return number("vips_image_get_orientation_swap", picture) != 0;
    }

    /** The first frame, upright, in sRGB with eight bits, within a box and never enlarged, decoded into memory. */
    Picture display(Path file, int width, int height) throws VipsException {
        return scaled(file.toString(), width, List.of("height", height));
    }

    /** The same, cut to a square around what catches the eye. */
    Picture square(Path file, int side) throws VipsException {
        return scaled(file.toString(), side, List.of("height", side, "crop", ATTENTION));
    }

    /** All frames below one another, each within the box. */
    Picture strip(Path file, int width, int height) throws VipsException {
        // To turn the strip would turn it as a whole, and no animation says that it lies on its side.
        return scaled(file + "[n=-1]", width, List.of("height", height, "no_rotate", 1));
    }

    private Picture scaled(String file, int width, List<Object> more) throws VipsException {
        String profile = version >= KNOWS_OUTPUT ? "output_profile" : "export_profile";
        List<Object> options = new ArrayList<>(List.of("size", SIZE_DOWN, profile, "srgb", "fail_on", FAIL_ON_ERROR));
        options.addAll(more);
        Picture scaled = operation("vips_thumbnail", file, List.of(width), options);
        return inMemory(operation("vips_colourspace", scaled.handle(), List.of(INTERPRETATION_SRGB), List.of()));
    }

    Picture inMemory(Picture picture) throws VipsException {
        return made(library.call("vips_image_copy_memory", 1, List.of(picture.handle())));
    }

    Picture thumbnail(Picture picture, int longest) throws VipsException {
        List<Object> options = List.of("height", longest, "size", SIZE_DOWN);
        return operation("vips_thumbnail_image", picture.handle(), List.of(longest), options);
    }

    Picture crop(Picture picture, int left, int top, Size size) throws VipsException {
        return operation("vips_crop", picture.handle(), List.of(left, top, size.width(), size.height()), List.of());
    }

    /** A strip of frames of the same size. */
    Picture stacked(Picture[] frames, int pageHeight) throws VipsException {
        MemorySegment handles = arena.allocate(ADDRESS, frames.length);
        for (int at = 0; at < frames.length; at++) {
            handles.setAtIndex(ADDRESS, at, frames[at].handle());
        }
        Picture strip = operation("vips_arrayjoin", handles, List.of(frames.length), List.of("across", 1));
        library.call("vips_image_set_int", 3, List.of(strip.handle(), "page-height", pageHeight));
        return strip;
    }

    void saveAvif(Picture picture, Path file) throws VipsException {
        save("vips_heifsave", picture, file, List.of("compression", HEIF_COMPRESSION_AV1, "Q", QUALITY));
    }

    void saveAnimatedWebp(Picture strip, Path file) throws VipsException {
        save("vips_webpsave", strip, file, List.of("Q", ANIMATED_QUALITY));
    }

    void saveLosslessWebp(Picture picture, Path file) throws VipsException {
        save("vips_webpsave", picture, file, List.of("lossless", 1));
    }

    /** Without any metadata: no EXIF, no position, no profile. */
    private void save(String function, Picture picture, Path file, List<Object> options) throws VipsException {
        List<Object> arguments = new ArrayList<>(List.of(picture.handle(), file.toString(), "effort", EFFORT));
        arguments.addAll(version >= KNOWS_KEEP ? List.of("keep", KEEP_NONE) : List.of("strip", 1));
        arguments.addAll(options);
        check(number(function, 2, ended(arguments)));
    }

    Pixels pixels(Picture picture) throws VipsException {
        MemorySegment length = arena.allocate(JAVA_LONG);
        MemorySegment bytes = made(library.call("vips_image_write_to_memory", 2, List.of(picture.handle(), length)))
                .handle();
        int bands = number("vips_image_get_bands", picture);
        byte[] copy = bytes.reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        return new Pixels(width(picture), height(picture), bands, copy);
    }

    private Picture made(long address) throws VipsException {
        if (address == 0) {
            throw new VipsException(error());
        }
        return new Picture(MemorySegment.ofAddress(address));
    }

    /** {@code name(in, &out, positional…, options…, NULL)}. */
    private Picture operation(String name, Object in, List<Object> positional, List<Object> options)
            throws VipsException {
        MemorySegment out = arena.allocate(ADDRESS);
        List<Object> arguments = new ArrayList<>(List.of(in, out));
        arguments.addAll(positional);
        int fixed = arguments.size();
        arguments.addAll(options);
        check(number(name, fixed, ended(arguments)));
        return new Picture(out.get(ADDRESS, 0));
    }

    private int number(String function, Picture picture) {
        return number(function, 1, List.of(picture.handle()));
    }

    private int number(String function, int fixed, List<?> arguments) {
        return (int) library.call(function, fixed, arguments);
    }

    private static List<Object> ended(List<?> arguments) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(MemorySegment.NULL);
        return all;
    }

    /**
     * Ends the process at once and does not return: nothing is flushed, nothing is tidied up. {@link Runtime#halt} waits as
     * long as 300 ms for threads that are in native code, as the one that watches the parent always is, and whoever waits
     * for the picture would wait with it.
     */
    void endProcess(int status) {
        library.call("_exit", 1, List.of(status));
    }

    private void check(int status) throws VipsException {
        if (status != 0) {
            throw new VipsException(error());
        }
    }

    private String error() {
        MemorySegment text = MemorySegment.ofAddress(library.call("vips_error_buffer", 0, List.of()));
        return text.reinterpret(Long.MAX_VALUE).getString(0).strip();
    }
}

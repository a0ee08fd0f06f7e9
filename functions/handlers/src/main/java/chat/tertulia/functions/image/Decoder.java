package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Refused;
import chat.tertulia.functions.image.DecoderReport.Size;
import chat.tertulia.functions.image.Vips.Picture;
import chat.tertulia.functions.image.Vips.VipsException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Main class of the child process: one picture in, two AVIF files out, one line on standard output. It has no network
 * address, no secret and hard limits; a picture that breaks libvips breaks only this. Uses nothing but the JDK, since
 * the class path of the child is this jar alone.
 */
final class Decoder {
    static final String FULL = "full.avif";
    static final String THUMB = "thumb.avif";

    /** A bomb of 30,000 × 30,000 pixels is 2.6 MB as PNG: the header decides, before a pixel is read. */
    static final long MAX_PIXELS = 50_000_000;

    static final int MAX_FRAMES = 300;
    private static final int FULL_LONGEST = 1600;
    private static final int THUMB_LONGEST = 320;
    private static final int QUALITY = 60;
    /** Effort 4, the usual default, costs five times the processor time for 2 % fewer bytes. */
    private static final int EFFORT = 2;

    private final Vips vips;

    private Decoder(Vips vips) {
        this.vips = vips;
    }

    /** {@code Decoder <libvips> <picture> <folder for the results>}. */
    public static void main(String[] arguments) throws VipsException {
        Decoder decoder = new Decoder(new Vips(Path.of(arguments[0])));
        System.out.println(DecoderReport.READY);
        DecoderReport report = decoder.decode(Path.of(arguments[1]), Path.of(arguments[2]));
        System.out.println(report.line());
    }

    private DecoderReport decode(Path source, Path folder) {
        try {
            Picture header = vips.open(source);
            long pixels = (long) vips.width(header) * vips.height(header);
            if (pixels > MAX_PIXELS) {
                return new Refused(RejectionCode.TOO_MANY_PIXELS, pixels + " pixels");
            }
            if (vips.frames(header) > MAX_FRAMES) {
                return new Refused(RejectionCode.TOO_MANY_FRAMES, vips.frames(header) + " frames");
            }
            return derive(source, folder, size(header));
        } catch (VipsException refused) {
            return new Refused(codeOf(refused), String.valueOf(refused.getMessage()));
        }
    }

    private DecoderReport derive(Path source, Path folder, Size size) throws VipsException {
        Picture full = vips.display(source, FULL_LONGEST);
        vips.saveAvif(full, folder.resolve(FULL), QUALITY, EFFORT);
        Picture thumb = vips.thumbnail(full, THUMB_LONGEST);
        vips.saveAvif(thumb, folder.resolve(THUMB), QUALITY, EFFORT);
        return new Decoded(size, size(full), size(thumb), DominantColor.of(vips.rgb(thumb)));
    }

    private Size size(Picture picture) {
        int width = vips.width(picture);
        int height = vips.height(picture);
        return vips.swapped(picture) ? new Size(height, width) : new Size(width, height);
    }

    /** A codec that this build of libvips lacks (HEVC in HEIC) is no damage. */
    private static RejectionCode codeOf(VipsException refused) {
        String message = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        boolean unsupported = message.contains("unsupported") || message.contains("not a known file format");
        return unsupported ? RejectionCode.UNSUPPORTED_FORMAT : RejectionCode.CORRUPT;
    }
}

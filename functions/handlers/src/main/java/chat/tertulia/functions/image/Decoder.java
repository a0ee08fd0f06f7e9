package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Refused;
import chat.tertulia.functions.image.Vips.Picture;
import chat.tertulia.functions.image.Vips.VipsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Main class of the child process: loads the library, rehearses, says that it is ready, waits for one request, makes the pictures, says what they
 * are and ends. It has no network address, no secret and hard limits; a picture that breaks libvips breaks only this.
 * Uses nothing but the JDK, since the class path of the child is this jar alone.
 */
final class Decoder {
    /** A bomb of 30,000 × 30,000 pixels is 2.6 MB as PNG: the header decides, before a pixel is read. */
    static final long MAX_PIXELS = 50_000_000;

    /** Of all frames together. They go by one after the other, so this is time rather than memory. */
    static final long MAX_ANIMATED_PIXELS = 100_000_000;

    /** A telephone's picture of a whole page is narrow and long; what is longer than this is no picture. */
    static final int MAX_SIDE = 32_768;

    static final int MAX_FRAMES = 300;

    /** Property of a run whose JVM is to write an archive at its end; see {@link DecoderArchive}. */
    static final String REHEARSAL = "tertulia.decoder.rehearsal";

    /** Of what libvips says; the end says why. */
    private static final int TAIL = 300;

    /** A PNG of 32 × 24 pixels. */
    private static final String SMALL_PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAIAAAAUMWhjAAAAJElEQVR42mM4IadBU8QwasGoBaMWjFowasGoBaMW"
                    + "jFowNCwAALkDKi63HXPyAAAAAElFTkSuQmCC";

    private static final List<String> UNSUPPORTED =
            List.of("unsupported", "has not been built in", "not a known file format");

    private final Vips vips;

    private Decoder(Vips vips) {
        this.vips = vips;
    }

    /** {@code Decoder <libvips>}; a {@link DecodeRequest} on standard input, a {@link DecoderReport} on standard output. */
    public static void main(String[] arguments) throws VipsException, IOException {
        Decoder decoder = new Decoder(new Vips(Path.of(arguments[0])));
        decoder.rehearse(Path.of("").toAbsolutePath());
        System.out.println(DecoderReport.READY);
        Optional<DecodeRequest> request = DecodeRequest.read(System.in);
        if (request.isPresent()) {
            Thread.ofPlatform().name("parent").daemon().start(decoder::endWithParent);
            System.out.println(decoder.decode(request.get()).line());
        }
        System.out.flush();
        if (!Boolean.getBoolean(REHEARSAL)) {
            // Nothing is left to tidy up, and what libvips would do at the end is time that somebody waits for.
            decoder.vips.endProcess(0);
        }
    }

    /**
     * What a first picture costs beyond its pixels: calls to be linked, tables to be made. It is spent while nobody waits.
     *
     * @param folder of this process, with nothing of anybody's in it
     */
    private void rehearse(Path folder) throws VipsException, IOException {
        Path picture =
                Files.write(folder.resolve("rehearsal.png"), Base64.getDecoder().decode(SMALL_PICTURE));
        DecodeRequest request = new DecodeRequest(Purpose.ATTACHMENT, PictureFormat.PNG, 0, picture);
        var _ = new Renditions(vips, request, vips.open(picture)).derive(1);
    }

    /** The function holds the other end; when it dies, no decoder goes on for nobody. */
    private void endWithParent() {
        try {
            int ignored = System.in.read();
            vips.endProcess(ignored < 0 ? 4 : 5);
        } catch (IOException gone) {
            vips.endProcess(4);
        }
    }

    private DecoderReport decode(DecodeRequest request) {
        try {
            Picture header = vips.open(request.source());
            int frames = request.format().moves() ? vips.frames(header) : 1;
            Optional<Refused> refused = measure(header, frames);
            return refused.isPresent() ? refused.get() : new Renditions(vips, request, header).derive(frames);
        } catch (VipsException refused) {
            String message = String.valueOf(refused.getMessage());
            return new Refused(
                    codeOf(message, request.format()), message.substring(Math.max(0, message.length() - TAIL)));
        } catch (IOException disk) {
            return new Refused(RejectionCode.CORRUPT, String.valueOf(disk));
        }
    }

    private Optional<Refused> measure(Picture header, int frames) {
        int width = vips.width(header);
        int height = vips.height(header);
        long pixels = (long) width * height;
        if (frames < 1 || frames > MAX_FRAMES) {
            return Optional.of(new Refused(RejectionCode.TOO_MANY_FRAMES, frames + " frames"));
        }
        boolean tooMany = pixels > MAX_PIXELS || pixels * frames > MAX_ANIMATED_PIXELS;
        if (tooMany || Math.max(width, height) > MAX_SIDE) {
            String detail = width + " x " + height + " pixels, " + frames + " frames";
            return Optional.of(new Refused(RejectionCode.TOO_MANY_PIXELS, detail));
        }
        return Optional.empty();
    }

    /** A codec that this build of libvips lacks is no damage. */
    private static RejectionCode codeOf(String message, PictureFormat format) {
        String words = message.toLowerCase(Locale.ROOT);
        if (UNSUPPORTED.stream().noneMatch(words::contains)) {
            return RejectionCode.CORRUPT;
        }
        return format == PictureFormat.HEIC ? RejectionCode.UNSUPPORTED_HEIC : RejectionCode.UNSUPPORTED_FORMAT;
    }
}

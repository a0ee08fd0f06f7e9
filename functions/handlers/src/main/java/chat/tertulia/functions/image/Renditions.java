package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Size;
import chat.tertulia.functions.image.Vips.Picture;
import chat.tertulia.functions.image.Vips.VipsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is made of one picture, by its purpose. Whatever it was, it is drawn anew: upright, in sRGB with eight bits, without
 * metadata. A still picture becomes AVIF; one that is small already may keep its every pixel as lossless WebP, which is
 * then no larger than the limit that allowed it. What moves becomes animated WebP.
 */
final class Renditions {
    static final String FULL_AVIF = "full.avif";
    static final String FULL_WEBP = "full.webp";
    static final String THUMB = "thumb.avif";

    /** Of all frames that are written. A long animation gets smaller, so that none takes longer than a few seconds. */
    private static final long ANIMATION_BUDGET = 12_000_000;

    /** Longest side of an animation, whatever its purpose. */
    private static final int ANIMATION_LONGEST = 640;

    private static final int SMALLEST_SIDE = 16;
    private static final int BLUR_LONGEST = 32;

    private final Vips vips;
    private final DecodeRequest request;
    private final Purpose purpose;
    private final int width;
    private final int height;

    /** @param header of the same picture, not decoded */
    Renditions(Vips vips, DecodeRequest request, Picture header) {
        this.vips = vips;
        this.request = request;
        purpose = request.purpose();
        boolean swapped = vips.swapped(header);
        width = swapped ? vips.height(header) : vips.width(header);
        height = swapped ? vips.width(header) : vips.height(header);
    }

    Decoded derive(int frames) throws VipsException, IOException {
        return frames > 1 ? animated(frames) : still();
    }

    private Decoded still() throws VipsException, IOException {
        Picture full = purpose.square()
                ? vips.square(request.source(), squareSide(purpose.width()))
                : vips.display(request.source(), purpose.width(), purpose.height());
        boolean lossless = keepsItsPixels(full) && savedWithoutLoss(full);
        if (!lossless) {
            vips.saveAvif(full, request.output(FULL_AVIF));
        }
        return finish(full, size(full), !lossless, 1);
    }

    private boolean keepsItsPixels(Picture full) throws IOException {
        return vips.width(full) == width
                && vips.height(full) == height
                && Files.size(request.source()) <= request.losslessUpTo();
    }

    private boolean savedWithoutLoss(Picture full) throws VipsException, IOException {
        Path file = request.output(FULL_WEBP);
        vips.saveLosslessWebp(full, file);
        if (Files.size(file) <= request.losslessUpTo()) {
            return true;
        }
        Files.delete(file);
        return false;
    }

    private Decoded animated(int frames) throws VipsException {
        double shrink = Math.min(1, Math.sqrt((double) ANIMATION_BUDGET / ((double) width * height * frames)));
        Picture strip = purpose.square() ? squares(frames, shrink) : boxes(shrink);
        int page = vips.pageHeight(strip);
        vips.saveAnimatedWebp(strip, request.output(FULL_WEBP));
        Picture first = vips.crop(strip, 0, 0, new Size(vips.width(strip), page));
        return finish(first, size(first), false, frames);
    }

    private Picture boxes(double shrink) throws VipsException {
        int boxWidth = Math.min(purpose.width(), ANIMATION_LONGEST);
        int boxHeight = Math.min(purpose.height(), ANIMATION_LONGEST);
        return vips.strip(request.source(), side(boxWidth, width * shrink), side(boxHeight, height * shrink));
    }

    /** Frames lie below one another in a strip, so each is cut by itself. */
    private Picture squares(int frames, double shrink) throws VipsException {
        int wanted = side(squareSide(purpose.width()), Math.min(width, height) * shrink);
        double scale = (double) wanted / Math.min(width, height);
        Picture strip = vips.strip(request.source(), (int) Math.ceil(width * scale), (int) Math.ceil(height * scale));
        int page = vips.pageHeight(strip);
        int square = Math.min(vips.width(strip), page);
        Picture[] cut = new Picture[frames];
        for (int frame = 0; frame < frames; frame++) {
            int left = (vips.width(strip) - square) / 2;
            int top = frame * page + (page - square) / 2;
            cut[frame] = vips.crop(strip, left, top, new Size(square, square));
        }
        return vips.stacked(cut, square);
    }

    private int squareSide(int longest) {
        return Math.min(longest, Math.min(width, height));
    }

    private static int side(int limit, double wanted) {
        return Math.min(limit, Math.max(SMALLEST_SIDE, (int) wanted));
    }

    private Decoded finish(Picture still, Size full, boolean avif, int frames) throws VipsException {
        Picture small = still;
        Size thumb = null;
        if (purpose.thumb() > 0) {
            small = vips.inMemory(vips.thumbnail(still, purpose.thumb()));
            vips.saveAvif(small, request.output(THUMB));
            thumb = size(small);
        }
        int[] colour = DominantColor.of(vips.pixels(small));
        Pixels blur = vips.pixels(vips.thumbnail(small, BLUR_LONGEST)).over(colour);
        return new Decoded(
                new Size(width, height), full, avif, thumb, frames, DominantColor.text(colour), BlurHash.of(blur));
    }

    private Size size(Picture picture) {
        return new Size(vips.width(picture), vips.height(picture));
    }
}

package chat.tertulia.functions.image;

import chat.tertulia.functions.image.DecoderReport.Decoded;
import chat.tertulia.functions.image.DecoderReport.Size;
import chat.tertulia.functions.image.Vips.Picture;
import chat.tertulia.functions.image.Vips.VipsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What is made of one picture, by its purpose. Whatever it was, it is drawn anew: upright, in sRGB with eight bits, without
 * metadata. A still picture becomes AVIF; one that is small already may keep its every pixel as lossless WebP, which is
 * then no larger than the limit that allowed it. What moves becomes animated WebP. What is made of the small picture is
 * made by a thread of its own, while the large one is written.
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

    /** What is shown until the full picture is there; no thumb for an emoji. */
    private record Small(@Nullable Size thumb, String dominantColor, String blurHash) {}

    private Decoded still() throws VipsException, IOException {
        Picture full = purpose.square()
                ? vips.square(request.source(), squareSide(purpose.width()))
                : vips.display(request.source(), purpose.width(), purpose.height());
        FutureTask<Small> small = begun(full);
        boolean lossless = keepsItsPixels(full) && savedWithoutLoss(full);
        if (!lossless) {
            vips.saveAvif(full, request.output(FULL_AVIF));
        }
        return decoded(size(full), !lossless, 1, small);
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
        Picture first = vips.crop(strip, 0, 0, new Size(vips.width(strip), vips.pageHeight(strip)));
        FutureTask<Small> small = begun(first);
        vips.saveAnimatedWebp(strip, request.output(FULL_WEBP));
        return decoded(size(first), false, frames, small);
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

    /** Should the other fail first, the process ends with the report of that, and this with it. */
    private FutureTask<Small> begun(Picture still) {
        FutureTask<Small> task = new FutureTask<>(() -> small(still));
        Thread.ofPlatform().name("small").daemon().start(task);
        return task;
    }

    private Small small(Picture still) throws VipsException {
        Picture small = still;
        Size thumb = null;
        if (purpose.thumb() > 0) {
            small = vips.inMemory(vips.thumbnail(still, purpose.thumb()));
            vips.saveAvif(small, request.output(THUMB));
            thumb = size(small);
        }
        int[] colour = DominantColor.of(vips.pixels(small));
        Pixels blur = vips.pixels(vips.thumbnail(small, BLUR_LONGEST)).over(colour);
        return new Small(thumb, DominantColor.text(colour), BlurHash.of(blur));
    }

    private Decoded decoded(Size full, boolean avif, int frames, FutureTask<Small> task) throws VipsException {
        Small small = ended(task);
        Size source = new Size(width, height);
        return new Decoded(source, full, avif, small.thumb(), frames, small.dominantColor(), small.blurHash());
    }

    private static Small ended(FutureTask<Small> task) throws VipsException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof VipsException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private Size size(Picture picture) {
        return new Size(vips.width(picture), vips.height(picture));
    }
}

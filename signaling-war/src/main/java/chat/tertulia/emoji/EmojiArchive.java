package chat.tertulia.emoji;

import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A ZIP archive of pictures, from somebody who may mean harm. Counted is what comes out, never what the archive says of itself:
 * an entry is read to its limit and not further, all of them together to theirs, and an archive in the archive is not opened.
 *
 * <p>Owned by: the request's thread.
 */
final class EmojiArchive {
    private static final byte[] START = {'P', 'K', 3, 4};

    /**
     * @param entryBytes of one entry, inflated
     * @param totalBytes of all of them
     */
    record Limits(int entries, long entryBytes, long totalBytes) {}

    /** Takes each picture; a refusal is about this entry alone. */
    @FunctionalInterface
    interface Taker {
        void take(String entryName, InputStream picture) throws IOException;
    }

    /** Hears which entry was not taken, and why. */
    @FunctionalInterface
    interface Refused {
        void refused(String entryName, Refusal refusal);
    }

    private final Limits limits;
    private final Taker taker;
    private final Refused refused;
    private long left;

    EmojiArchive(Limits limits, Taker taker, Refused refused) {
        this.limits = limits;
        this.taker = taker;
        this.refused = refused;
        this.left = limits.totalBytes();
    }

    static boolean is(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return isArchive(bytes.readNBytes(START.length));
        }
    }

    private static boolean isArchive(byte[] bytes) {
        return bytes.length >= START.length && java.util.Arrays.equals(bytes, 0, START.length, START, 0, START.length);
    }

    void read(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            if (archive.size() > limits.entries()) {
                throw Refusal.of(ErrorCode.TOO_LARGE, "An archive has at most " + limits.entries() + " entries.");
            }
            Enumeration<? extends ZipEntry> entries = archive.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!isNoise(entry)) {
                    read(archive, entry);
                }
            }
        } catch (IllegalArgumentException | java.util.zip.ZipException broken) {
            throw Refusal.field("file", "This archive cannot be read.");
        }
    }

    /** Folders, and what file managers leave behind. */
    private static boolean isNoise(ZipEntry entry) {
        String name = entry.getName();
        return entry.isDirectory()
                || name.startsWith("__MACOSX/")
                || name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }

    private void read(ZipFile archive, ZipEntry entry) throws IOException {
        try (InputStream inflated = archive.getInputStream(entry)) {
            taker.take(entry.getName(), new ByteArrayInputStream(picture(inflated)));
        } catch (Refusal refusal) {
            refused.refused(entry.getName(), refusal);
        } catch (java.util.zip.ZipException broken) {
            refused.refused(entry.getName(), Refusal.field("file", "This entry cannot be read."));
        }
    }

    /** At most {@code entryBytes}, hence small enough for memory. */
    private byte[] picture(InputStream inflated) throws IOException {
        long most = Math.min(limits.entryBytes(), left);
        byte[] bytes = inflated.readNBytes(Math.toIntExact(most + 1));
        left = Math.max(0, left - bytes.length);
        if (bytes.length > most) {
            throw left == 0
                    ? Refusal.of(ErrorCode.TOO_LARGE, "The archive holds too much.")
                    : Refusal.of(ErrorCode.FILE_TOO_LARGE, "An emoji takes at most " + most + " bytes.");
        }
        if (isArchive(bytes)) {
            throw Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "An archive in an archive is not opened.");
        }
        return bytes;
    }
}

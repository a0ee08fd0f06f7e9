package chat.tertulia.upload;

import java.time.Duration;

/**
 * An upload in parts that has begun. All parts but the last have the same size.
 *
 * @param fileId of the file that it will be; its object does not exist before all parts are there
 * @param size of the whole, as announced
 * @param multipartId the store's name for it (S3 multipart upload)
 * @param touchedAt when it last went on, epoch milliseconds
 */
record UploadSession(
        String uploadId,
        String fileId,
        String memberId,
        String name,
        long size,
        long partSize,
        String multipartId,
        String correlationId,
        long touchedAt) {
    /** So long it may rest. */
    static final Duration LIFE = Duration.ofHours(24);

    /** S3 takes no smaller part, but for the last, and lists at most a thousand of them at once. */
    private static final long SMALLEST_PART = 8L << 20;

    private static final int MOST_PARTS = 1000;

    static long partSizeFor(long size) {
        return Math.max(SMALLEST_PART, Math.ceilDiv(size, MOST_PARTS));
    }

    int partCount() {
        return Math.toIntExact(Math.ceilDiv(size, partSize));
    }

    boolean hasPart(int part) {
        return part >= 1 && part <= partCount();
    }

    /** Bytes of the part, which are counted from 1. */
    long sizeOf(int part) {
        return part < partCount() ? partSize : size - partSize * (partCount() - 1);
    }

    String key() {
        return StoredFile.rawKey(fileId);
    }

    long expiresAt() {
        return touchedAt + LIFE.toMillis();
    }
}

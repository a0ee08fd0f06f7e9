package chat.tertulia.upload;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.Multipart.Part;
import chat.tertulia.upload.Spool.Spooled;
import chat.tertulia.upload.UploadService.Arrived;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Uploads in parts, which go on after a lost connection or a reload. What has arrived is what the store says has arrived; the
 * announced bytes are reserved from the beginning. Blocks; safe from any thread.
 */
@Service
public class UploadSessions {
    /** So many a member may have begun. */
    private static final int MOST_OPEN = 20;

    private static final int MOST_URLS = 100;

    private final Database database;
    private final Ground ground;
    private final UploadService uploads;
    private final Multipart multipart;
    private final Clock clock;

    /** What sessions stand on. */
    @Service
    public record Ground(
            UploadSessionStore sessions,
            FileStore files,
            FileQuota quota,
            FileRemoval removal,
            Bucket bucket,
            Spool spool,
            ServerConfig config) {
        @Inject
        public Ground {}
    }

    @Inject
    public UploadSessions(Database database, Ground ground, UploadService uploads, Multipart multipart, Clock clock) {
        this.database = database;
        this.ground = ground;
        this.uploads = uploads;
        this.multipart = multipart;
        this.clock = clock;
    }

    /** What is to come, as it was asked for. */
    record Request(
            @Nullable String name,
            @Nullable Long size,
            @Nullable String purpose) {}

    /**
     * @param direct whether parts go to the store itself, by addresses that are asked for
     * @param received numbers of the parts that are there, rising
     */
    record View(
            String uploadId,
            String fileId,
            long partSize,
            int partCount,
            boolean direct,
            List<Integer> received,
            String expiresAt) {}

    View open(String memberId, Request request, String correlationId) {
        long size = size(request);
        String name = FileName.clean(request.name() == null ? "" : request.name());
        database.read(tx -> admitted(tx, memberId, size));
        // The file's id serves for both: whoever completes twice finds the file that the first time has made.
        String id = Ids.next();
        String multipartId =
                multipart.begin(StoredFile.rawKey(id), StoredFile.metadata(Purpose.ATTACHMENT, name, correlationId));
        UploadSession session = new UploadSession(
                id,
                id,
                memberId,
                name,
                size,
                UploadSession.partSizeFor(size),
                multipartId,
                correlationId,
                clock.millis());
        enter(session);
        FileLog.line("upload.begun", session.fileId(), correlationId);
        return view(session, List.of());
    }

    private long size(Request request) {
        Long size = request.size();
        if (size == null || size < 1) {
            throw Refusal.field("size", "The size in bytes is needed.");
        }
        long most = ground.config().files().uploadBytes();
        if (size > most) {
            throw Refusal.of(ErrorCode.FILE_TOO_LARGE, "A file takes at most " + most + " bytes.");
        }
        UploadResource.requireAttachment(request.purpose());
        return size;
    }

    private long admitted(Tx tx, String memberId, long size) {
        if (ground.sessions().countOf(tx, memberId) >= MOST_OPEN) {
            throw Refusal.of(ErrorCode.CONFLICT, "Finish or cancel some of your uploads first.");
        }
        ground.quota().requireRoom(tx, memberId, size);
        return size;
    }

    private void enter(UploadSession session) {
        boolean entered = false;
        try {
            database.writing(tx -> {
                admitted(tx, session.memberId(), session.size());
                ground.sessions().insert(tx, session);
            });
            entered = true;
        } finally {
            if (!entered) {
                multipart.abort(session.key(), session.multipartId());
            }
        }
    }

    View view(String memberId, String uploadId) {
        UploadSession session = require(memberId, uploadId);
        return view(session, multipart.parts(session));
    }

    private View view(UploadSession session, List<Part> received) {
        return new View(
                session.uploadId(),
                session.fileId(),
                session.partSize(),
                session.partCount(),
                multipart.isDirect(),
                received.stream()
                        .filter(part -> fits(session, part))
                        .map(Part::number)
                        .toList(),
                IsoTime.of(session.expiresAt()));
    }

    private static boolean fits(UploadSession session, Part part) {
        return session.hasPart(part.number()) && part.size() == session.sizeOf(part.number());
    }

    private UploadSession require(String memberId, String uploadId) {
        return database.read(tx -> find(tx, memberId, uploadId)).orElseThrow(UploadSessions::noSuch);
    }

    /** Nobody else's: for them it does not exist. */
    private Optional<UploadSession> find(Tx tx, String memberId, String uploadId) {
        return ground.sessions()
                .find(tx, uploadId)
                .filter(session -> session.memberId().equals(memberId));
    }

    private static Refusal noSuch() {
        return Refusal.of(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
    }

    /** Takes one part; what is longer than its announced length is cut off there and refused, what is shorter as well. */
    void put(String memberId, String uploadId, int part, InputStream body) {
        UploadSession session = require(memberId, uploadId);
        long length = requirePart(session, part);
        try (Spooled spooled = ground.spool().take(body, length)) {
            if (spooled.size() < length) {
                throw Refusal.of(ErrorCode.BAD_REQUEST, "This part takes " + length + " bytes.");
            }
            multipart.put(session, part, spooled.path());
        } catch (IOException broken) {
            throw Refusal.of(ErrorCode.BAD_REQUEST, "The upload broke off.");
        }
        touch(session);
    }

    private static long requirePart(UploadSession session, int part) {
        if (!session.hasPart(part)) {
            throw Refusal.field("part", "This upload has parts 1 to " + session.partCount() + ".");
        }
        return session.sizeOf(part);
    }

    private void touch(UploadSession session) {
        database.writing(tx -> ground.sessions().touch(tx, session.uploadId(), clock.millis()));
    }

    /** Where the bytes of one part go. */
    record Address(int part, URI url) {}

    List<Address> addresses(String memberId, String uploadId, List<Integer> wanted) {
        UploadSession session = require(memberId, uploadId);
        if (!multipart.isDirect()) {
            throw Refusal.of(ErrorCode.CONFLICT, "The parts of this upload go through the server.");
        }
        if (wanted.isEmpty() || wanted.size() > MOST_URLS) {
            throw Refusal.field("parts", "Ask for 1 to " + MOST_URLS + " parts.");
        }
        wanted.forEach(part -> requirePart(session, part));
        touch(session);
        return wanted.stream()
                .map(part -> new Address(part, multipart.address(session, part)))
                .toList();
    }

    /** Makes the file of its parts. A second time gives the same file. */
    StoredFile complete(String memberId, String uploadId) {
        Optional<UploadSession> session = database.read(tx -> find(tx, memberId, uploadId));
        try {
            return session.isPresent()
                    ? enter(session.get(), arrived(session.get()))
                    : completed(memberId, uploadId).orElseThrow(UploadSessions::noSuch);
        } catch (RuntimeException failed) {
            // Of two who complete at the same time the second fails; its answer is what the first has made.
            return completed(memberId, uploadId).orElseThrow(() -> {
                session.ifPresent(ended -> ground.removal().removeUnknown(ended.fileId()));
                return failed;
            });
        }
    }

    private Optional<StoredFile> completed(String memberId, String uploadId) {
        return database.read(tx -> ground.files().find(tx, uploadId))
                .filter(file -> file.uploaderMemberId().equals(memberId));
    }

    private StoredFile enter(UploadSession session, Arrived arrived) {
        Intake intake = new Intake(session.memberId(), Purpose.ATTACHMENT, session.correlationId());
        return uploads.enter(intake, arrived, (tx, _) -> {
            // Cancelled meanwhile: then the file must not come into being either.
            if (!ground.sessions().delete(tx, session.uploadId())) {
                throw noSuch();
            }
        });
    }

    private Arrived arrived(UploadSession session) {
        String etag = whole(session);
        byte[] start = ground.bucket().start(session.key(), (int) Math.min(FileContent.HEAD, session.size()));
        return new Arrived(session.fileId(), session.name(), session.size(), etag, FileContent.of(start));
    }

    private String whole(UploadSession session) {
        // Put together before, by an attempt that got no further: then there are no parts any more but the object.
        Optional<Bucket.Head> before = ground.bucket().head(session.key());
        if (before.isPresent() && before.get().size() == session.size()) {
            return before.get().etag();
        }
        List<Part> received = multipart.parts(session);
        boolean complete = received.size() == session.partCount()
                && IntStream.range(0, received.size())
                        .allMatch(i -> received.get(i).number() == i + 1 && fits(session, received.get(i)));
        if (!complete) {
            throw Refusal.of(ErrorCode.CONFLICT, "Not all parts have arrived.");
        }
        return multipart.complete(session, received).orElseThrow(UploadSessions::noSuch);
    }

    void cancel(String memberId, String uploadId) {
        UploadSession session = require(memberId, uploadId);
        database.writing(tx -> ground.removal().end(tx, session));
        FileLog.line("upload.cancelled", session.fileId(), session.correlationId());
    }
}

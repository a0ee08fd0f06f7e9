package chat.tertulia.node.dtls;

import chat.tertulia.node.peer.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A node's side of DTLS without a node; whom it expects does not exist. */
final class LoneAssociation implements AutoCloseable, DtlsAssociation.Listener {
    private static final int DEADLINE_MILLIS = 10_000;
    private static final NodeCertificate CERTIFICATE = NodeCertificate.create();

    private final AtomicInteger sent = new AtomicInteger();
    private final CompletableFuture<DtlsAssociation.Reason> end = new CompletableFuture<>();
    private final DtlsAssociation association =
            DtlsAssociation.start(CERTIFICATE, Fingerprint.of(new byte[] {1}), DEADLINE_MILLIS, this);

    void receive(byte[] datagram) {
        association.receive(datagram, datagram.length);
    }

    boolean hasAnswered() {
        return sent.get() > 0;
    }

    void awaitAnswer() {
        Await.until("the hello is answered", this::hasAnswered);
    }

    /** All that was given has been read. */
    void awaitRead() {
        Await.until("the queue is empty", () -> association.waiting() == 0);
    }

    DtlsAssociation.Reason awaitEnd() {
        return end.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void data(byte[] packet) {
        end.completeExceptionally(new AssertionError("Data came from somebody who is nobody"));
    }

    @Override
    public void close() {
        association.close();
    }

    @Override
    public void send(byte[] datagram) {
        sent.incrementAndGet();
    }

    @Override
    public void established(@Nullable SrtpKeys keys) {
        throw new AssertionError("Nobody has the certificate that is expected");
    }

    @Override
    public void ended(DtlsAssociation.Reason reason) {
        end.complete(reason);
    }
}

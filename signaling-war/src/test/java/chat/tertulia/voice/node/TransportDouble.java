package chat.tertulia.voice.node;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The ICE-TCP port of a node as far as a check needs it: answers those that are signed with NodeDouble's password. */
final class TransportDouble implements AutoCloseable {
    private static final byte[] PASSWORD = "passwordpasswordpassword".getBytes(StandardCharsets.UTF_8);

    private final ServerSocket listening = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
    private final Semaphore checks = new Semaphore(0);
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean forgotten;

    TransportDouble() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    String candidate() {
        return "candidate:2 1 tcp 1 127.0.0.1 " + listening.getLocalPort() + " typ host tcptype passive";
    }

    void awaitChecks(int count) throws InterruptedException {
        if (!checks.tryAcquire(count, 60, TimeUnit.SECONDS)) {
            throw new AssertionError("Not yet so many checks: " + count);
        }
    }

    /** Listens, and knows nobody: as a process that was started since. */
    void forget() {
        forgotten = true;
    }

    /** The next so many checks are taken and get no answer, as of a process that has too much to do. */
    void beBusyFor(int some) {
        unanswered.set(some);
    }

    boolean isBusy() {
        return unanswered.get() > 0;
    }

    /** The port is closed, as when the process has ended. */
    void die() throws IOException {
        listening.close();
    }

    @Override
    public void close() throws IOException {
        die();
    }

    private void accept() {
        try {
            while (true) {
                try (Socket socket = listening.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] request = in.readNBytes(in.readUnsignedShort());
                    if (unanswered.get() > 0) {
                        // Until the other side has waited long enough and hangs up.
                        int end = in.read();
                        unanswered.addAndGet(end);
                    } else if (!forgotten && signed(request)) {
                        ByteBuffer answer =
                                ByteBuffer.allocate(20).putShort((short) 0x0101).putShort((short) 0);
                        answer.put(request, 4, 16);
                        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                        out.writeShort(20);
                        out.write(answer.array());
                        checks.release();
                    }
                }
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private static boolean signed(byte[] request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(PASSWORD, "HmacSHA1"));
            mac.update(request, 0, request.length - 24);
            return Arrays.equals(mac.doFinal(), Arrays.copyOfRange(request, request.length - 20, request.length));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.DecoderReport.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit is met by a child that breaks it. */
class DecoderProcessTest {
    private static final long ROOMY = 2_500_000;
    private static final DecoderLimits SMALL = new DecoderLimits(Duration.ofSeconds(20), 20, ROOMY, 1024);

    @TempDir
    private Path folder;

    @Test
    void shouldEndAChildThatSpendsProcessorTime() throws Exception {
        // Its JVM takes some of that to start.
        DecoderLimits seconds = new DecoderLimits(Duration.ofSeconds(60), 3, ROOMY, 1024);

        assertEquals(RejectionCode.TIMED_OUT, refusal("spin", seconds).code());
    }

    @Test
    void shouldEndAChildThatWaits() throws Exception {
        DecoderLimits patient = new DecoderLimits(Duration.ofSeconds(3), 20, ROOMY, 1024);

        assertEquals(RejectionCode.TIMED_OUT, refusal("sleep", patient).code());
    }

    @Test
    void shouldEndAChildThatTakesMemoryOrDisk() throws Exception {
        assertEquals(RejectionCode.CORRUPT, refusal("hoard", SMALL).code());
        assertEquals(RejectionCode.CORRUPT, refusal("write", SMALL).code());
    }

    @Test
    void shouldShareNoEnvironment() throws Exception {
        assertTrue(refusal("environment", SMALL).detail().contains("ended with 3"));
    }

    /** Not even its own machine, where the kernel allows to take the network away. */
    @Test
    void shouldReachNobody() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String exit = refusal("connect-" + server.getLocalPort(), SMALL).detail();

            assertTrue(exit.contains(Isolation.possible() ? "ended with 4" : "ended with 3"), exit);
        }
    }

    @Test
    void shouldBelieveNoNonsense() {
        assertThrows(IOException.class, () -> refusal("babble", SMALL));
    }

    @Test
    void shouldNotBlameThePictureForAKill() {
        IOException killed = assertThrows(IOException.class, () -> refusal("die", SMALL));

        assertTrue(String.valueOf(killed.getMessage()).contains("killed"), killed::toString);
    }

    @Test
    void shouldSayWhenTheDecoderDidNotStart() {
        DecoderLimits cramped = new DecoderLimits(Duration.ofSeconds(20), 20, 50_000, 1024);

        assertThrows(IOException.class, () -> refusal("sleep", cramped));
    }

    /** As it is when the function is killed: nobody is left to kill the decoder. */
    @Test
    void shouldEndWithItsParent() throws Exception {
        Path library = VipsInstallation.library(Path.of(System.getenv("TERTULIA_VIPS_FOLDER")));
        DecoderCommand command = new DecoderCommand(library, DecoderLimits.STANDARD);
        Path errors = folder.resolve("err");
        Process idle = command.start(folder, folder.resolve("out"), errors);
        try {
            idle.getOutputStream().close();

            assertTrue(idle.waitFor(60, TimeUnit.SECONDS), "a spare ends when its standard input does");
            assertEquals(0, idle.exitValue(), () -> read(errors));
        } finally {
            idle.destroyForcibly();
        }
    }

    @Test
    void shouldTakeItsFolderAndItsProcessAlong() throws Exception {
        DecoderProcess process = new DecoderProcess(command("sleep", SMALL));
        Path own = process.folder();
        long pid = process.pid();
        assertTrue(Files.isDirectory(own));

        process.close();

        assertFalse(Files.exists(own));
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void shouldSweepWhatAKilledFunctionLeft() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path left = Files.createTempDirectory("tertulia-image-" + gone.pid() + '-');
        Files.writeString(Files.createDirectories(left.resolve("deep")).resolve("file"), "x");
        try (WorkFolder own = WorkFolder.create()) {
            WorkFolder.sweep();

            assertFalse(Files.exists(left));
            assertTrue(Files.exists(own.path()));
        }
    }

    private Refused refusal(String deed, DecoderLimits limits) throws Exception {
        try (DecoderProcess process = new DecoderProcess(command(deed, limits))) {
            Path picture = folder.resolve("picture");
            awaitReady(process);
            DecodeRequest request = new DecodeRequest(Purpose.ATTACHMENT, PictureFormat.PNG, 0, picture);
            return assertInstanceOf(Refused.class, process.decode(request));
        }
    }

    /** From here on its time is the picture's; one that cannot start ends. */
    private static void awaitReady(DecoderProcess process) {
        Path output = process.folder().resolve("decoder.out");
        while (process.isAlive() && !read(output).startsWith(DecoderReport.READY)) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static DecoderCommand command(String deed, DecoderLimits limits) {
        return new DecoderCommand(Path.of(deed), limits, HostileDecoder.class, null);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            return missing.toString();
        }
    }
}

package chat.tertulia.functions.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stands for a decoder that a picture has taken over; what it does is named by the path of the library. */
final class HostileDecoder {
    static final String SMALLEST = "decoded 1x1 1x1 avif 1x1 1 #000000 000000";
    private static final String AVIF = "\0\0\0 ftypavif\0\0\0\0mif1";
    private static final int BLOCK = 64 << 20;

    private HostileDecoder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(DecoderReport.READY);
        DecodeRequest request = DecodeRequest.read(System.in).orElseThrow();
        String deed = arguments[0];
        if (deed.startsWith("connect-")) {
            System.exit(reaches(Integer.parseInt(deed.substring(8))) ? 3 : 4);
        }
        switch (deed) {
            case "spin" -> spin();
            case "sleep" -> Thread.sleep(Long.MAX_VALUE);
            case "hoard" -> hoard();
            case "write" -> write(request.output("large"));
            case "babble" -> System.out.println("decoded 1 2 3");
            case "environment" -> System.exit(System.getenv("HOME") == null ? 3 : 0);
            case "link" -> link(request);
            case "html" -> leave(request, "<html>");
            case "nest" -> nest(request);
            case "obey" -> leave(request, AVIF + Files.readString(request.source(), StandardCharsets.ISO_8859_1));
            case "die" ->
                new ProcessBuilder(
                                "kill",
                                "-9",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            default -> throw new IllegalArgumentException(deed);
        }
    }

    private static boolean reaches(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }

    private static void spin() {
        long turns = 0;
        while (turns >= 0) {
            turns = (turns + 1) & 0xffff;
        }
    }

    private static void hoard() {
        List<Object> held = new ArrayList<>();
        while (held.size() < 1000) {
            held.add(Arena.global().allocate(BLOCK));
        }
        System.out.println(SMALLEST);
    }

    private static void write(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (int block = 0; block < 32; block++) {
                out.write(new byte[BLOCK / 32]);
            }
        }
        System.out.println(SMALLEST);
    }

    /** Would show a file of the machine as a picture. */
    private static void link(DecodeRequest request) throws IOException {
        Files.createSymbolicLink(request.output(Renditions.FULL_AVIF), request.source());
        Files.createSymbolicLink(request.output(Renditions.THUMB), request.source());
        System.out.println(SMALLEST);
    }

    private static void leave(DecodeRequest request, String bytes) throws IOException {
        for (String name : List.of(Renditions.FULL_AVIF, Renditions.THUMB)) {
            Files.writeString(request.output(name), bytes, StandardCharsets.ISO_8859_1);
        }
        System.out.println(SMALLEST);
    }

    private static void nest(DecodeRequest request) throws IOException {
        Path deep = Files.createDirectories(request.output("a/b/c"));
        Files.createSymbolicLink(deep.resolve("up"), deep.getParent());
        leave(request, AVIF);
    }
}

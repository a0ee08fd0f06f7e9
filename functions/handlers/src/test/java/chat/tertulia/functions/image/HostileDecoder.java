package chat.tertulia.functions.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stands for a decoder that a picture has taken over; what it does is named by the path of the library. */
final class HostileDecoder {
    private static final int BLOCK = 64 << 20;

    private HostileDecoder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(DecoderReport.READY);
        switch (arguments[0]) {
            case "spin" -> spin();
            case "sleep" -> Thread.sleep(Long.MAX_VALUE);
            case "hoard" -> hoard();
            case "write" -> write(Path.of(arguments[2], "large"));
            case "babble" -> System.out.println("decoded 1 2 3");
            case "environment" -> System.exit(System.getenv("HOME") == null ? 3 : 0);
            default -> throw new IllegalArgumentException(arguments[0]);
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
        System.out.println("decoded 1 1 1 1 1 1 #000000");
    }

    private static void write(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (int block = 0; block < 32; block++) {
                out.write(new byte[BLOCK / 32]);
            }
        }
        System.out.println("decoded 1 1 1 1 1 1 #000000");
    }
}

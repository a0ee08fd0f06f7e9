package chat.tertulia.bench.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * R14 and what belongs to it. Ours is one event through the function as the launcher runs it, from its receipt to the
 * verdict, with the store's work in it; the peer is the time of the libvips calls alone.
 */
public final class ImageBench {
    /** As people send pictures: by then nothing of the one before is at work any more. */
    private static final int PAUSE_MS = 2000;

    private final Path home;
    private final boolean json;
    private final boolean quick;
    private final String commit;

    private ImageBench(Path home, boolean json, boolean quick, String commit) {
        this.home = home;
        this.json = json;
        this.quick = quick;
        this.commit = commit;
    }

    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        int commit = options.indexOf("--commit");
        new ImageBench(
                        Path.of(System.getProperty("tertulia.home", ".")),
                        options.contains("--json"),
                        options.contains("--quick"),
                        commit < 0 ? "unknown" : options.get(commit + 1))
                .run();
        // The store's threads would keep the JVM.
        System.exit(0);
    }

    private void run() throws Exception {
        byte[] photo = Photograph.jpeg(4000, 3000);
        besideVips(photo);
        byMegapixels();
        for (int jobs : quick ? List.of(1, 2) : List.of(1, 2, 3)) {
            throughput(photo, jobs);
        }
        coldStart();
        sizes();
    }

    /** Apart: each picture finds a function at rest. Ours and theirs take turns, so that what disturbs one disturbs the other. */
    private void besideVips(byte[] photo) throws Exception {
        Path folder = Files.createTempDirectory("tertulia-bare");
        Path file = Files.write(folder.resolve("photo.jpg"), photo);
        List<Double> alone = new ArrayList<>();
        List<JsonNode> apart = new ArrayList<>();
        List<JsonNode> backToBack = new ArrayList<>();
        try (FunctionUnderTest function = new FunctionUnderTest(home)) {
            function.done(function.upload(photo));
            for (int run = 0; run < (quick ? 7 : 15); run++) {
                Thread.sleep(PAUSE_MS);
                alone.add(bare(file, folder));
                Thread.sleep(PAUSE_MS);
                apart.add(function.done(function.upload(photo)));
            }
            Thread.sleep(PAUSE_MS);
            List<String> queue = new ArrayList<>();
            for (int at = 0; at < (quick ? 9 : 25); at++) {
                queue.add(function.upload(photo));
            }
            for (String picture : queue) {
                backToBack.add(function.done(picture));
            }
        }
        steps("R14", apart, alone);
        steps("R14 back to back", backToBack, alone);
    }

    /** The whole function and where its time goes, by its own log. */
    private void steps(String measure, List<JsonNode> lines, List<Double> alone) {
        print(measure, "ms", "libvips alone", of("totalMs", lines), alone);
        print(measure + ", decoder only", "ms", "libvips alone", of("decodeMs", lines), alone);
        for (String step : List.of("lease", "download", "store", "verdict")) {
            print(measure + ", " + step, "ms", null, of(step + "Ms", lines), List.of());
        }
    }

    private static List<Double> of(String number, List<JsonNode> lines) {
        return lines.stream().map(line -> line.path(number).asDouble()).toList();
    }

    private double bare(Path photo, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareVips.class.getName(),
                        FunctionUnderTest.library(home).toString(),
                        photo.toString(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("libvips alone failed");
        }
        return Double.parseDouble(answer);
    }

    private void byMegapixels() throws Exception {
        int[][] sizes = quick ? new int[][] {{4000, 3000}} : new int[][] {{2000, 1500}, {4000, 3000}, {8000, 6000}};
        for (int[] size : sizes) {
            byte[] photo = Photograph.jpeg(size[0], size[1]);
            double megapixels = size[0] * size[1] / 1e6;
            List<Double> each = new ArrayList<>();
            List<Double> peaks = new ArrayList<>();
            try (FunctionUnderTest function = new FunctionUnderTest(home)) {
                function.done(function.upload(photo));
                for (int run = 0; run < 5; run++) {
                    try (PeakMemory peak = new PeakMemory(function.process())) {
                        each.add(function.done(function.upload(photo))
                                        .path("totalMs")
                                        .asDouble()
                                / megapixels);
                        peaks.add(peak.megabytes());
                    }
                }
            }
            String name = " of " + Math.round(megapixels) + " MP";
            print("time per megapixel" + name, "ms/MP", null, each, List.of());
            print("peak memory of decoder" + name, "MB", null, peaks, List.of());
        }
    }

    /** Functions side by side, each with a queue that is never empty. */
    private void throughput(byte[] photo, int jobs) throws Exception {
        int pictures = quick ? 4 : 12;
        List<FunctionUnderTest> functions = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        try {
            for (int job = 0; job < jobs; job++) {
                FunctionUnderTest function = new FunctionUnderTest(home);
                functions.add(function);
                function.done(function.upload(photo));
            }
            for (int run = 0; run < (quick ? 1 : 5); run++) {
                rates.add(rate(photo, functions, pictures));
            }
        } finally {
            for (FunctionUnderTest function : functions) {
                function.close();
            }
        }
        print("throughput, " + jobs + " at a time", "pictures/s", null, rates, List.of());
    }

    private static double rate(byte[] photo, List<FunctionUnderTest> functions, int pictures) throws Exception {
        List<List<String>> names = new ArrayList<>();
        long began = System.nanoTime();
        for (FunctionUnderTest function : functions) {
            List<String> own = new ArrayList<>();
            for (int at = 0; at < pictures; at++) {
                own.add(function.upload(photo));
            }
            names.add(own);
        }
        for (int at = 0; at < functions.size(); at++) {
            for (String name : names.get(at)) {
                functions.get(at).done(name);
            }
        }
        return pictures * functions.size() / ((System.nanoTime() - began) / 1e9);
    }

    /** From an upload while no process of the function runs to its verdict, and the next one. */
    private void coldStart() throws Exception {
        ByteArrayOutputStream dot = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", dot);
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int run = 0; run < (quick ? 3 : 7); run++) {
            try (FunctionUnderTest function = new FunctionUnderTest(home)) {
                cold.add(toVerdict(function, dot.toByteArray()));
                toVerdict(function, dot.toByteArray());
                warm.add(toVerdict(function, dot.toByteArray()));
            }
        }
        print("cold start to verdict", "ms", null, cold, List.of());
        print("warm, smallest picture", "ms", null, warm, List.of());
    }

    private static double toVerdict(FunctionUnderTest function, byte[] picture) throws Exception {
        long began = System.nanoTime();
        function.done(function.upload(picture));
        return (System.nanoTime() - began) / 1e6;
    }

    private void sizes() throws IOException {
        double jars = Files.size(FunctionUnderTest.jar(home));
        try (Stream<Path> files = Files.list(home.resolve("functions/handlers/target/lib"))) {
            for (Path file : files.toList()) {
                jars += Files.size(file);
            }
        }
        print("artifact, jars", "MB", null, List.of(jars / 1e6), List.of());
        double library = Files.size(FunctionUnderTest.library(home));
        print("artifact, libvips", "MB", null, List.of(library / 1e6), List.of());
    }

    private void print(String measure, String unit, @Nullable String peer, List<Double> ours, List<Double> theirs) {
        Figure.of(new Figure.Kind(measure, unit, peer, commit), ours, theirs).print(json);
    }
}

package chat.tertulia.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * NullAway once found nothing on a new JDK until it and Error Prone were upgraded. So each checker must find what is
 * planted here, with the very flags that all modules are compiled with.
 */
class CompilerCanaryTest {
    private static final Path ROOT = Path.of(System.getProperty("tertulia.root"));
    private static final Pattern ARGUMENTS = Pattern.compile("<compilerArgs>(.*?)</compilerArgs>", Pattern.DOTALL);
    private static final Pattern ARGUMENT = Pattern.compile("<arg>(.*?)</arg>");

    @TempDir
    private Path folder;

    private record Compilation(int exit, String messages) {}

    @Test
    void shouldCompileWhatIsClean() throws Exception {
        Compilation clean = compile("static int length(String text) { return text.length(); }");

        assertEquals(0, clean.exit(), clean.messages());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[NullAway] dereferenced | static int length(@org.jspecify.annotations.Nullable String t)"
                        + " { return t.length(); }",
                "[NullAway] returning @Nullable | static String none() { return null; }",
                "[DefaultCharset] | static byte[] bytes(String text) { return text.getBytes(); }",
                "[rawtypes] | static java.util.List raw() { return java.util.List.of(); }"
            })
    void shouldRefuseWhatIsPlanted(String checker, String member) throws Exception {
        Compilation planted = compile(member);

        assertEquals(1, planted.exit(), checker + " let it pass: " + planted.messages());
        assertTrue(planted.messages().contains(checker), planted.messages());
    }

    private Compilation compile(String member) throws IOException, InterruptedException {
        Path source = Files.writeString(
                folder.resolve("Canary.java"),
                "package canary; @org.jspecify.annotations.NullMarked final class Canary { private Canary() {} "
                        + member + " }");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        Files.readAllLines(ROOT.resolve(".mvn/jvm.config")).forEach(option -> command.add("-J" + option));
        command.addAll(parentArguments());
        String checkers = Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("--release", "25", "-cp", checkers, "-processorpath", checkers));
        command.addAll(List.of("-d", folder.toString(), source.toString()));
        Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
        String messages = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Compilation(javac.waitFor(), messages);
    }

    private static List<String> parentArguments() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        Stream<MatchResult> blocks = ARGUMENTS.matcher(pom).results();
        String block = blocks.map(match -> match.group(1)).findFirst().orElseThrow();
        return ARGUMENT.matcher(block).results().map(match -> match.group(1)).toList();
    }
}

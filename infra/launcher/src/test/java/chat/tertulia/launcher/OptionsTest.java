package chat.tertulia.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void shouldDefaultToThisMachineAlone() throws Failure {
        Options options = parse("up");

        assertEquals(URI.create("http://127.0.0.1:9080"), options.address());
        assertEquals(Path.of("data").toAbsolutePath(), options.data());
        assertTrue(options.listensOnLoopback());
        assertFalse(options.detach());
        assertEquals(Map.of("TERTULIA_NODE_ADDRESSES", "127.0.0.1"), Installation.mediaAddresses(options));
        assertEquals(List.of("http://127.0.0.1:9080", "http://localhost:9080"), Installation.origins(options));
    }

    @Test
    void shouldTakeEveryOption() throws Failure {
        Options options =
                parse("up --data d --host 0.0.0.0 --port 80 --media-port 7000 --media-address 192.0.2.1,2001:db8::1"
                        + " --public-url https://talk.example.org/ --detach --json");

        assertEquals(URI.create("https://talk.example.org"), options.address());
        assertEquals("http://127.0.0.1:80", options.localUrl());
        assertEquals(
                Map.of("TERTULIA_NODE_ADVERTISE", "192.0.2.1,2001:db8::1,local"), Installation.mediaAddresses(options));
        assertEquals(List.of("https://talk.example.org"), Installation.origins(options));
        assertTrue(options.detach() && options.json());
        assertEquals(7000, options.mediaPort());
    }

    @Test
    void shouldLeaveTheChoiceToTheNodeWhenOthersMayCome() throws Failure {
        assertEquals(Map.of(), Installation.mediaAddresses(parse("up --host 0.0.0.0")));
        assertEquals(Map.of(), Installation.mediaAddresses(parse("up --public-url https://talk.example.org")));
    }

    @Test
    void shouldLetPagesWriteToTheStoreOnlyWhereTheyAreToldOfIt() throws Failure {
        Options options = parse("up --public-url https://talk.example.org");

        assertEquals(List.of(), Installation.storeWriters(Map.of(), options));
        assertEquals(
                List.of("https://talk.example.org"),
                Installation.storeWriters(Map.of("TERTULIA_S3_PUBLIC_ENDPOINT", "https://store.example.org"), options));
        assertEquals(9100, Installation.storePort(Map.of("TERTULIA_STORE_PORT", "9100")));
        assertEquals(0, Installation.storePort(Map.of()));
        for (String nonsense : List.of("", "-1", "65536", "store")) {
            assertThrows(Failure.class, () -> Installation.storePort(Map.of("TERTULIA_STORE_PORT", nonsense)));
        }
    }

    @Test
    void shouldWriteIpv6InBrackets() throws Failure {
        assertEquals("http://[::1]:9080", parse("up --host ::1").localUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "up --fast",
                "up --port",
                "up --port --json",
                "up --port x",
                "up --port 0",
                "up --port 65536",
                "up --media-port 123456",
                "up --public-url ftp://example.org",
                "up --public-url https://example.org/path",
                "up --public-url nonsense",
                "up --data"
            })
    void shouldRefuseWhatItDoesNotUnderstand(String line) {
        Failure failure = assertThrows(Failure.class, () -> parse(line));

        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertFalse(String.valueOf(failure.getMessage()).isBlank());
    }

    private static Options parse(String line) throws Failure {
        return Options.parse(Path.of("."), line.isEmpty() ? new String[0] : line.split(" "));
    }
}

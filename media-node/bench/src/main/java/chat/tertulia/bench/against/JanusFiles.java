package chat.tertulia.bench.against;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Janus's settings for one run: the WebSocket transport, the VideoRoom, and nothing else. Folders that hold links to just these
 * two keep the rest of the package from being loaded, and from binding ports.
 */
final class JanusFiles {
    private static final List<String> ROOTS = List.of("/usr/lib", "/usr/local/lib", "/opt/janus/lib");

    private JanusFiles() {}

    static void write(Path folder, String address, int port, JanusSetting setting) throws IOException {
        Path installed = installed();
        only(folder.resolve("plugins"), installed.resolve("plugins/libjanus_videoroom.so"));
        only(folder.resolve("transports"), installed.resolve("transports/libjanus_websockets.so"));
        Files.createDirectories(folder.resolve("none"));
        Files.writeString(folder.resolve("janus.jcfg"), main(folder, address, setting));
        Files.writeString(folder.resolve("janus.transport.websockets.jcfg"), """
                general: {
                  json = "compact"
                  ws = true
                  ws_port = %d
                  ws_ip = "127.0.0.1"
                }
                """.formatted(port));
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), "general: {\n}\n");
    }

    private static String main(Path folder, String address, JanusSetting setting) {
        return """
                general: {
                  configs_folder = "%1$s"
                  plugins_folder = "%1$s/plugins"
                  transports_folder = "%1$s/transports"
                  events_folder = "%1$s/none"
                  loggers_folder = "%1$s/none"
                  debug_level = 3
                  session_timeout = 60
                  %2$s
                }
                media: {
                  rtp_port_range = "20000-60000"
                }
                nat: {
                  ice_enforce_list = "%3$s"
                }
                """.formatted(
                        folder,
                        setting.eventLoops() > 0 ? "event_loops = " + setting.eventLoops() : "",
                        address.substring(0, address.lastIndexOf('.') + 1));
    }

    private static void only(Path folder, Path library) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(library)) {
            throw new IOException("Janus is installed without " + library);
        }
        var _ = Files.createSymbolicLink(folder.resolve(library.getFileName()), library);
    }

    private static Path installed() throws IOException {
        for (String root : ROOTS) {
            Path base = Path.of(root);
            if (!Files.isDirectory(base)) {
                continue;
            }
            try (Stream<Path> found = Files.find(base, 2, (path, _) -> path.endsWith("janus"))) {
                Path folder = found.filter(path -> Files.isDirectory(path.resolve("plugins")))
                        .findFirst()
                        .orElse(null);
                if (folder != null) {
                    return folder;
                }
            }
        }
        throw new IOException("Janus is not installed: no folder janus/plugins under " + ROOTS);
    }
}

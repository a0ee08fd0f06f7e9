package chat.tertulia.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The tree that the build leaves behind, with stand-ins in it. */
final class FakeProduct {
    private FakeProduct() {}

    static void in(Path home) throws IOException {
        Path liberty = home.resolve("signaling-war/target/liberty/wlp");
        write(liberty.resolve("usr/servers/tertulia/server.xml"), "<server/>");
        write(liberty.resolve("usr/servers/tertulia/jvm.options"), "# options\n\n-Dfrom.jvm.options=yes\n");
        jar(
                liberty.resolve("bin/tools/ws-server.jar"),
                Map.of("Main-Class", FakeServer.class.getName()),
                FakeServer.class);
        jar(
                liberty.resolve("bin/tools/ws-javaagent.jar"),
                Map.of("Premain-Class", FakeServer.class.getName()),
                FakeServer.class);
        jar(
                home.resolve("media-node/node/target/media-node.jar"),
                Map.of("Main-Class", chat.tertulia.node.Main.class.getName()),
                chat.tertulia.node.Main.class);
        jar(home.resolve("functions/handlers/target/function-handlers-0.1.0.jar"), Map.of(), FakeServer.class);
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        String platform =
                (mac ? "darwin-" : "linux-") + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64");
        write(
                home.resolve("functions/vips/node_modules/@img/sharp-libvips-" + platform + "/lib/libvips-cpp.so"),
                "not called here");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void jar(Path file, Map<String, String> attributes, Class<?> type) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        Files.createDirectories(file.getParent());
        String entry = type.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream bytes = type.getResourceAsStream("/" + entry)) {
            if (bytes == null) {
                throw new IOException(entry);
            }
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
        }
    }
}

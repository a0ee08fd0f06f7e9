package chat.tertulia.launcher;

import chat.tertulia.functions.host.FunctionsConfig;
import chat.tertulia.functions.host.LocalCloudConfig;
import chat.tertulia.functions.image.VipsInstallation;
import chat.tertulia.functions.store.StoreConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is started, and with which memory. Everything is where the build left it. */
final class Installation {
    private static final String BUCKET = "tertulia";

    private final Path home;

    Installation(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    LocalCloudConfig cloud(Options options, DataFolder data, Secrets secrets) throws Failure {
        Map<String, String> environment = operatorsOwn();
        StoreConfig store = new StoreConfig(
                data.objects(),
                storePort(environment),
                BUCKET,
                secrets.s3AccessKey(),
                secrets.s3SecretKey(),
                storeWriters(environment, options));
        return new LocalCloudConfig(store, functions(data.logs()));
    }

    /** A fixed one is for a proxy in front, through which browsers reach the store. */
    static int storePort(Map<String, String> environment) throws Failure {
        String port = environment.getOrDefault("TERTULIA_STORE_PORT", "0");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > Options.MAX_PORT) {
            throw Failure.usage("TERTULIA_STORE_PORT is no port: " + port);
        }
        return Integer.parseInt(port);
    }

    /** Pages have business with the store only where it is told them. */
    static List<String> storeWriters(Map<String, String> environment, Options options) {
        return environment.containsKey("TERTULIA_S3_PUBLIC_ENDPOINT") ? origins(options) : List.of();
    }

    FunctionsConfig functions(Path logs) throws Failure {
        try {
            return FunctionsConfig.standard(
                    logs,
                    classPath("functions/handlers", "function-handlers"),
                    VipsInstallation.library(home.resolve("functions/vips")));
        } catch (IOException missing) {
            throw Failure.broken(String.valueOf(missing.getMessage()));
        }
    }

    /** Liberty without its shell script, so that the process we know is the server and a signal reaches it. */
    Command server(Options options, DataFolder data, Secrets secrets, Map<String, String> s3) throws Failure {
        Path liberty = home.resolve("signaling-war/target/liberty/wlp");
        Path config = liberty.resolve("usr/servers/tertulia");
        if (!Files.exists(config.resolve("server.xml"))) {
            throw notBuilt("the server", config);
        }
        List<String> words =
                new ArrayList<>(List.of(java(), "-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar")));
        // What Liberty's script adds for Java 24 and later: the modules that its kernel must see into.
        Path opens = liberty.resolve("lib/platform/java/java24.options");
        if (Files.exists(opens)) {
            words.add("@" + opens);
        }
        words.addAll(jvmOptions(config.resolve("jvm.options")));
        words.addAll(List.of(
                "-Djava.awt.headless=true",
                "-jar",
                liberty.resolve("bin/tools/ws-server.jar").toString(),
                "tertulia"));
        Map<String, String> environment = operatorsOwn();
        environment.putAll(s3);
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("WLP_OUTPUT_DIR", data.liberty().toString());
        environment.put("LOG_DIR", data.logs().toString());
        environment.put("TERTULIA_DATA", data.root().toString());
        environment.put("TERTULIA_HTTP_HOST", options.host());
        environment.put("TERTULIA_HTTP_PORT", Integer.toString(options.port()));
        environment.put("TERTULIA_PUBLIC_URL", options.address().toString());
        environment.put("TERTULIA_ORIGINS", String.join(",", origins(options)));
        environment.put("TERTULIA_NODE_KEY", secrets.nodeKey());
        environment.put("TERTULIA_LTPA_PASSWORD", secrets.ltpaPassword());
        environment.put("ltpa_keys_password", secrets.ltpaPassword());
        environment.put("keystore_password", secrets.keystorePassword());
        return new Command(
                "server", words, environment, data.root(), data.logs().resolve("server.log"));
    }

    Command mediaNode(Options options, DataFolder data, Secrets secrets) throws Failure {
        Path target = home.resolve("media-node/node/target");
        Path jar = target.resolve("media-node.jar");
        if (!Files.exists(jar)) {
            throw notBuilt("the media node", target);
        }
        List<String> words = List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xms16m",
                "-Xmn8m",
                "-Xmx128m",
                "-Xss512k",
                "--enable-native-access=ALL-UNNAMED",
                "-Dice4j.harvest.mapping.aws.enabled=false",
                // Its manifest names the jars in lib/ and the main class.
                "-jar",
                jar.toString());
        Map<String, String> environment = operatorsOwn();
        URI server = URI.create(options.localUrl());
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("TERTULIA_SIGNALING_URL", "ws://" + server.getAuthority() + "/internal/media");
        environment.put("TERTULIA_NODE_KEY", secrets.nodeKey());
        environment.put("TERTULIA_NODE_PORT", Integer.toString(options.mediaPort()));
        environment.putAll(mediaAddresses(options));
        return new Command(
                "media node", words, environment, data.root(), data.logs().resolve("media-node.log"));
    }

    /**
     * A server that only this machine reaches offers only the loopback. An address that somebody names may be that of a
     * NAT in front, which cannot be bound: it is only told, beside those that people in the same network reach. Otherwise the
     * node looks for itself.
     */
    static Map<String, String> mediaAddresses(Options options) {
        if (!options.mediaAddresses().isEmpty()) {
            return Map.of("TERTULIA_NODE_ADVERTISE", String.join(",", options.mediaAddresses()) + ",local");
        }
        boolean local = options.listensOnLoopback() && options.publicUrl() == null;
        return local ? Map.of("TERTULIA_NODE_ADDRESSES", "127.0.0.1") : Map.of();
    }

    /** People on this machine type localhost as readily as 127.0.0.1. */
    static List<String> origins(Options options) {
        List<String> origins = new ArrayList<>(List.of(options.address().toString()));
        for (String local : List.of("http://127.0.0.1:", "http://localhost:")) {
            if (options.publicUrl() == null && !origins.contains(local + options.port())) {
                origins.add(local + options.port());
            }
        }
        return origins;
    }

    private String classPath(String folder, String artifact) throws Failure {
        Path target = home.resolve(folder).resolve("target");
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            Path jar = files.filter(file -> file.getFileName().toString().matches(artifact + "-[0-9][^/]*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(sources|tests|javadoc)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> notBuilt(artifact, target));
            return jar + File.pathSeparator + target.resolve("lib") + "/*";
        } catch (IOException failure) {
            throw Failure.broken("Cannot look into " + target + ": " + failure);
        }
    }

    private static List<String> jvmOptions(Path file) throws Failure {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw Failure.broken("Cannot read " + file + ": " + failure);
        }
    }

    /** What the operator set for any process; what the launcher decides goes over it. */
    private static Map<String, String> operatorsOwn() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> !name.startsWith("TERTULIA_"));
        return environment;
    }

    private static Failure notBuilt(String what, Path where) {
        return Failure.broken(what + " is not built: nothing in " + where + ". ./tertulia up builds it.");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

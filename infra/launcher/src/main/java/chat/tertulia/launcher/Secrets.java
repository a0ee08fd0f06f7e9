package chat.tertulia.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Made once, at the first start, one file each, readable by their owner alone. */
record Secrets(String nodeKey, String s3AccessKey, String s3SecretKey, String ltpaPassword, String keystorePassword) {
    private static final int BYTES = 32;

    static Secrets in(Path folder) throws Failure {
        try {
            return new Secrets(
                    secret(folder, "node-key"),
                    secret(folder, "s3-access-key"),
                    secret(folder, "s3-secret-key"),
                    secret(folder, "ltpa-password"),
                    secret(folder, "keystore-password"));
        } catch (IOException failure) {
            throw Failure.broken("The secrets in " + folder + " cannot be read or made: " + failure);
        }
    }

    private static String secret(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path draft = Files.createTempFile(folder, name, ".new", onlyOwner);
            Files.writeString(draft, text, StandardOpenOption.WRITE);
            Files.move(draft, file);
        }
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        return text;
    }

    /** Never in a log. */
    @Override
    public String toString() {
        return Set.of("node-key", "s3-access-key", "s3-secret-key", "ltpa-password", "keystore-password")
                .toString();
    }
}

package chat.tertulia.node.dtls;

import java.util.Arrays;

/** Master keys and salts of one association (RFC 5764 §4.2). Not a record: keys have no business in a string. */
public final class SrtpKeys {
    private final SrtpProfile profile;
    private final byte[] material;

    /** The exporter's output: client key, server key, client salt, server salt. */
    public SrtpKeys(SrtpProfile profile, byte[] exported) {
        if (exported.length != length(profile)) {
            throw new IllegalArgumentException("Wrong amount of key material");
        }
        this.profile = profile;
        this.material = exported.clone();
    }

    public static int length(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    public SrtpProfile profile() {
        return profile;
    }

    public byte[] clientKey() {
        return part(0, profile.keyLength());
    }

    public byte[] serverKey() {
        return part(profile.keyLength(), profile.keyLength());
    }

    public byte[] clientSalt() {
        return part(2 * profile.keyLength(), profile.saltLength());
    }

    public byte[] serverSalt() {
        return part(2 * profile.keyLength() + profile.saltLength(), profile.saltLength());
    }

    private byte[] part(int from, int length) {
        return Arrays.copyOfRange(material, from, from + length);
    }
}

package chat.tertulia.node.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void shouldReadWhatItWrote() {
        Fingerprint fingerprint = NodeCertificate.create().fingerprint();
        assertEquals(fingerprint, Fingerprint.parse(fingerprint.text()));
        assertEquals(fingerprint, Fingerprint.parse(fingerprint.text().toLowerCase(Locale.ROOT)));
        assertNotEquals(fingerprint, NodeCertificate.create().fingerprint());
    }

    @Test
    void shouldRefuseOtherHashesAndNonsense() {
        assertNull(Fingerprint.parse(""));
        assertNull(Fingerprint.parse("sha-256"));
        assertNull(Fingerprint.parse("AA:BB"));
        String good =
                Objects.requireNonNull(NodeCertificate.create().fingerprint()).text();
        assertNull(Fingerprint.parse(good + ":00"));
        assertNull(Fingerprint.parse(good.replace(':', '-')));
    }
}

package chat.tertulia.node.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The browser's role: DTLS client with a certificate of its own and a list of SRTP profiles. */
public final class ActiveClient extends DefaultTlsClient {
    private final NodeCertificate certificate;
    private final int[] profiles;
    private @Nullable SrtpKeys keys;

    public ActiveClient(NodeCertificate certificate, int[] profiles) {
        super(certificate.crypto());
        this.certificate = certificate;
        this.profiles = profiles.clone();
    }

    public @Nullable SrtpKeys keys() {
        return keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's signature
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        if (profiles.length > 0) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, new byte[0]));
        }
        return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) {
                // Whom it reached is known already: nothing here is said to strangers.
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return certificate.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        int code = context.getSecurityParametersConnection() == null ? 0 : chosen();
        for (SrtpProfile profile : SrtpProfile.values()) {
            if (profile.code() == code) {
                keys = new SrtpKeys(
                        profile, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.length(profile)));
            }
        }
    }

    private int selected;

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        UseSRTPData answered = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        selected = answered == null ? 0 : answered.getProtectionProfiles()[0];
    }

    private int chosen() {
        return selected;
    }
}

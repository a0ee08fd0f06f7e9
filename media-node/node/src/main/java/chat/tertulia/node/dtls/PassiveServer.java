package chat.tertulia.node.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** One handshake as the passive side: the client must show the certificate that signalling announced (RFC 5763 §5). */
final class PassiveServer extends DefaultTlsServer {
    private static final byte[] NO_MKI = new byte[0];

    private final NodeCertificate certificate;
    private final Fingerprint expected;
    private final int deadlineMillis;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private boolean known;
    private boolean wantsSrtp;
    private boolean completed;

    PassiveServer(NodeCertificate certificate, Fingerprint expected, int deadlineMillis) {
        super(certificate.crypto());
        this.certificate = certificate;
        this.expected = expected;
        this.deadlineMillis = deadlineMillis;
    }

    /** The peer is who signalling said, and the handshake has ended. */
    boolean completed() {
        return completed;
    }

    /** Present once the handshake has completed, if the peer wants SRTP. */
    @Nullable
    SrtpKeys keys() {
        return keys;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return deadlineMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return 400;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        };
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return certificate.credentials(context);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the library's signature
    public CertificateRequest getCertificateRequest() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (Object algorithm : TlsUtils.getDefaultSupportedSignatureAlgorithms(context)) {
            algorithms.add((SignatureAndHashAlgorithm) algorithm);
        }
        short[] kinds = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(kinds, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate offered) throws IOException {
        if (offered == null || offered.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        Fingerprint shown = Fingerprint.of(offered.getCertificateAt(0).getEncoded());
        if (!shown.equals(expected)) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
        known = true;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        wantsSrtp = offered != null;
        profile = offered == null ? null : SrtpProfile.best(offered.getProtectionProfiles());
        if (wantsSrtp && profile == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        SrtpProfile chosen = profile;
        if (chosen != null) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {chosen.code()}, NO_MKI));
        }
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        SrtpProfile chosen = profile;
        if (!known) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        if (chosen != null) {
            keys = new SrtpKeys(
                    chosen, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.length(chosen)));
        }
        completed = true;
    }
}

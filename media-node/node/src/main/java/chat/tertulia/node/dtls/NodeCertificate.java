package chat.tertulia.node.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** An ECDSA P-256 key with a self-made certificate, new with each process. Peers know it by its fingerprint only. */
public final class NodeCertificate {
    private static final Duration AGE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(365);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final Certificate chain;
    private final Fingerprint fingerprint;

    private NodeCertificate(
            BcTlsCrypto crypto, AsymmetricKeyParameter key, Certificate chain, Fingerprint fingerprint) {
        this.crypto = crypto;
        this.key = key;
        this.chain = chain;
        this.fingerprint = fingerprint;
    }

    public static NodeCertificate create() {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X500Name nobody = new X500Name("CN=media");
            Instant now = Instant.now();
            byte[] encoded = new JcaX509v3CertificateBuilder(
                            nobody,
                            new BigInteger(64, random).add(BigInteger.ONE),
                            Date.from(now.minus(AGE)),
                            Date.from(now.plus(LIFE)),
                            nobody,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            BcTlsCrypto crypto = new BoundedCrypto(random);
            return new NodeCertificate(
                    crypto,
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()),
                    new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)}),
                    Fingerprint.of(encoded));
        } catch (GeneralSecurityException | IOException | OperatorCreationException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    public BcTlsCrypto crypto() {
        return crypto;
    }

    public TlsCredentialedSigner credentials(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                chain,
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}

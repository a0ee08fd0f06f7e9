import type { UserId } from '../../protocol/ids';
import type { PublicJwk } from '../../protocol/model';
import type { CertificateAnswer } from '../../protocol/rest';
import { requestJson } from '../http';
import { randomBase64Url } from './base64url';
import { P256, readClaims, signJwt } from './jws';
import type { Vault } from './Vault';

const RENEW_BEFORE_S = 3 * 24 * 3600;
const ASSERTION_LIFETIME_S = 60;

export interface AssertionRequest {
  readonly audience: string;
  readonly nonce: string;
  /** RFC 7638 thumbprint of the server key that this device has pinned or just met. */
  readonly serverKeyThumbprint: string;
}

export interface Credentials {
  readonly certificate: string;
  readonly assertion: string;
}

/**
 * The key pair of this device for one account, and the certificate over it. The private key is made not extractable:
 * a script that runs here can use it while it runs, but can never carry it away.
 */
export class DeviceIdentity {
  constructor(
    private readonly vault: Vault,
    private readonly userId: UserId,
    /** An access token of the account service; asked for only when a certificate has to be fetched. */
    private readonly accountToken: () => Promise<string>,
  ) {}

  async credentials(request: AssertionRequest, nowMs: number): Promise<Credentials> {
    const pair = await this.keyPair();
    const certificate = await this.certificate(pair, nowMs);
    const iat = Math.floor(nowMs / 1000);
    const assertion = await signJwt(pair.privateKey, {
      iss: this.userId,
      sub: this.userId,
      aud: request.audience,
      nonce: request.nonce,
      skt: request.serverKeyThumbprint,
      iat,
      exp: iat + ASSERTION_LIFETIME_S,
      jti: randomBase64Url(16),
    });
    return { certificate, assertion };
  }

  /** After `certificate_rejected`: the next credentials come with a new one. */
  async forgetCertificate(): Promise<void> {
    await this.vault.remove('certificates', this.userId);
  }

  private async keyPair(): Promise<CryptoKeyPair> {
    const kept = await this.vault.get<CryptoKeyPair>('deviceKeys', this.userId);
    if (kept) return kept;
    const made = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
    await this.vault.put('deviceKeys', this.userId, made);
    return made;
  }

  private async certificate(pair: CryptoKeyPair, nowMs: number): Promise<string> {
    const kept = await this.vault.get<string>('certificates', this.userId);
    if (kept !== undefined && validUntil(kept) - RENEW_BEFORE_S > nowMs / 1000) return kept;
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const { certificate } = await requestJson<CertificateAnswer>('/api/v1/certificate', {
      body: { jwk: { kty, crv, x, y } as PublicJwk },
      bearer: await this.accountToken(),
    });
    await this.vault.put('certificates', this.userId, certificate);
    return certificate;
  }
}

function validUntil(certificate: string): number {
  const exp = readClaims(certificate)?.['exp'];
  return typeof exp === 'number' ? exp : 0;
}

import type { PublicJwk } from '../../protocol/model';
import { readClaims, thumbprint, verifyJwt } from './jws';
import { fromBase64Url } from './base64url';
import type { Vault } from './Vault';

export type PinCheck =
  | { readonly kind: 'known'; readonly thumbprint: string }
  | { readonly kind: 'first'; readonly thumbprint: string }
  | { readonly kind: 'changed'; readonly pinned: string; readonly met: string };

/** Trust on first use: the server's public key as this browser first met it at this address. */
export class ServerPin {
  constructor(
    private readonly vault: Vault,
    private readonly host: string,
  ) {}

  async pinned(): Promise<string | undefined> {
    return this.vault.get<string>('serverPins', this.host);
  }

  async check(serverKey: PublicJwk): Promise<PinCheck> {
    const met = await thumbprint(serverKey);
    const pinned = await this.pinned();
    if (pinned === undefined) return { kind: 'first', thumbprint: met };
    return pinned === met ? { kind: 'known', thumbprint: met } : { kind: 'changed', pinned, met };
  }

  async pin(serverKeyThumbprint: string): Promise<void> {
    await this.vault.put('serverPins', this.host, serverKeyThumbprint);
  }

  /**
   * The check of `server:identify`: the proof must be signed by the key in its own header, over our nonce; whether that
   * is the pinned key is the answer. A proof that does not verify proves nothing and is null.
   */
  async checkProof(proof: string, nonce: string): Promise<PinCheck | null> {
    const jwk = headerKey(proof);
    if (jwk === null) return null;
    const claims = await verifyJwt(proof, jwk);
    if (claims?.['nonce'] !== nonce) return null;
    return this.check(jwk);
  }
}

function headerKey(jwt: string): PublicJwk | null {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(jwt.split('.')[0] ?? '')));
    const jwk = typeof header === 'object' && header !== null && 'jwk' in header ? header.jwk : null;
    return readClaims(jwt) !== null && typeof jwk === 'object' && jwk !== null ? (jwk as PublicJwk) : null;
  } catch {
    return null;
  }
}

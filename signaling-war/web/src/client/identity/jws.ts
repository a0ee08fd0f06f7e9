import type { PublicJwk } from '../../protocol/model';
import { fromBase64Url, textToBase64Url, toBase64Url } from './base64url';

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;
export const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** RFC 7515 compact serialisation, ES256 only. WebCrypto's signature is already r || s (RFC 7518 §3.4). */
export async function signJwt(key: CryptoKey, claims: object): Promise<string> {
  const input = `${textToBase64Url(JSON.stringify({ alg: 'ES256', typ: 'JWT' }))}.${textToBase64Url(JSON.stringify(claims))}`;
  const signature = await crypto.subtle.sign(ES256, key, new TextEncoder().encode(input));
  return `${input}.${toBase64Url(new Uint8Array(signature))}`;
}

/** The claims without any check; null when it is no JWT. */
export function readClaims(jwt: string): Record<string, unknown> | null {
  return readPart(jwt.split('.')[1]);
}

/** The claims when the signature is by `key`, otherwise null. Total: never throws on bad input. */
export async function verifyJwt(jwt: string, key: PublicJwk): Promise<Record<string, unknown> | null> {
  const [header, payload, signature] = jwt.split('.');
  if (header === undefined || payload === undefined || signature === undefined) return null;
  if (readPart(header)?.['alg'] !== 'ES256') return null;
  try {
    const { kty, crv, x, y } = key;
    const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, P256, false, ['verify']);
    const signed = new TextEncoder().encode(`${header}.${payload}`);
    const good = await crypto.subtle.verify(ES256, publicKey, fromBase64Url(signature), signed);
    return good ? readPart(payload) : null;
  } catch {
    return null;
  }
}

/** RFC 7638 §3: SHA-256 over the required members in lexicographic order. */
export async function thumbprint(jwk: PublicJwk): Promise<string> {
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical));
  return toBase64Url(new Uint8Array(hash));
}

function readPart(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part ?? '')));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

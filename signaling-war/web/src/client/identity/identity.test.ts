import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import type { UserId } from '../../protocol/ids';
import type { PublicJwk } from '../../protocol/model';
import { DeviceIdentity } from './DeviceIdentity';
import { P256, readClaims, signJwt, thumbprint, verifyJwt } from './jws';
import { ServerPin } from './ServerPin';
import type { Shelf, Vault } from './Vault';

class MemoryVault implements Vault {
  readonly kept = new Map<string, unknown>();

  get<T>(shelf: Shelf, key: string): Promise<T | undefined> {
    return Promise.resolve(this.kept.get(`${shelf}/${key}`) as T | undefined);
  }

  put(shelf: Shelf, key: string, value: unknown): Promise<void> {
    this.kept.set(`${shelf}/${key}`, value);
    return Promise.resolve();
  }

  remove(shelf: Shelf, key: string): Promise<void> {
    this.kept.delete(`${shelf}/${key}`);
    return Promise.resolve();
  }
}

const NOW = Date.parse('2026-11-01T12:00:00Z');
const USER = 'user-1' as UserId;

async function newKey(): Promise<{ key: CryptoKey; jwk: PublicJwk }> {
  const pair = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { key: pair.privateKey, jwk: { kty, crv, x, y } as PublicJwk };
}

/** A certificate service that counts how often it is asked. */
function certificateService(lifetimeS: number): { asked: () => number } {
  let asked = 0;
  vi.stubGlobal('fetch', async () => {
    asked++;
    const { key } = await newKey();
    return Response.json({ certificate: await signJwt(key, { sub: USER, exp: NOW / 1000 + lifetimeS }) });
  });
  return { asked: () => asked };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the thumbprint is SHA-256 over the required members in order (RFC 7638 §3.2)', async () => {
  const { jwk } = await newKey();
  const canonical = `{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`;
  expect(await thumbprint(jwk)).toBe(createHash('sha256').update(canonical).digest('base64url'));
  const shuffled = { y: jwk.y, use: 'sig', x: jwk.x, kty: jwk.kty, crv: jwk.crv };
  expect(await thumbprint(shuffled)).toBe(await thumbprint(jwk));
});

test('a signature verifies elsewhere, and a changed one nowhere', async () => {
  const { key, jwk } = await newKey();
  const jwt = await signJwt(key, { nonce: 'ñ' });
  const [header, payload, signature] = jwt.split('.');
  const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const good = verify(
    'sha256',
    Buffer.from(`${header ?? ''}.${payload ?? ''}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature ?? '', 'base64url'),
  );
  expect(good).toBe(true);
  expect(await verifyJwt(jwt, jwk)).toEqual({ nonce: 'ñ' });
  expect(await verifyJwt(jwt, (await newKey()).jwk)).toBeNull();
  expect(await verifyJwt('no.jwt', jwk)).toBeNull();
  expect(await verifyJwt('%.%.%', jwk)).toBeNull();
});

test('the assertion says what docs/protocol.md §3 asks for', async () => {
  certificateService(30 * 86_400);
  const identity = new DeviceIdentity(new MemoryVault(), USER, () => Promise.resolve('token'));
  const request = { audience: 'chat.example:9080', nonce: 'n', serverKeyThumbprint: 'thumb' };
  const claims = readClaims((await identity.credentials(request, NOW)).assertion);
  expect(claims).toMatchObject({ iss: USER, sub: USER, aud: 'chat.example:9080', nonce: 'n', skt: 'thumb' });
  expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBeLessThanOrEqual(60);
  expect(claims?.['jti']).toMatch(/^[\w-]{20,}$/);
});

test('the private key cannot be taken out', async () => {
  certificateService(30 * 86_400);
  const vault = new MemoryVault();
  const request = { audience: 'h', nonce: 'n', serverKeyThumbprint: 't' };
  await new DeviceIdentity(vault, USER, () => Promise.resolve('token')).credentials(request, NOW);
  const pair = vault.kept.get(`deviceKeys/${USER}`) as CryptoKeyPair;
  expect(pair.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('jwk', pair.privateKey)).rejects.toThrow();
});

test('a certificate is used until three days before its end, then renewed', async () => {
  const service = certificateService(30 * 86_400);
  const identity = new DeviceIdentity(new MemoryVault(), USER, () => Promise.resolve('token'));
  const request = { audience: 'h', nonce: 'n', serverKeyThumbprint: 't' };
  await identity.credentials(request, NOW);
  await identity.credentials(request, NOW + 26 * 86_400_000);
  expect(service.asked()).toBe(1);
  await identity.credentials(request, NOW + 28 * 86_400_000);
  expect(service.asked()).toBe(2);
});

test('the first key is met, the same one known, another one is a change', async () => {
  const pin = new ServerPin(new MemoryVault(), 'chat.example');
  const [first, second] = [await newKey(), await newKey()];
  const met = await pin.check(first.jwk);
  expect(met.kind).toBe('first');
  await pin.pin(await thumbprint(first.jwk));
  expect((await pin.check(first.jwk)).kind).toBe('known');
  expect(await pin.check(second.jwk)).toEqual({
    kind: 'changed',
    pinned: await thumbprint(first.jwk),
    met: await thumbprint(second.jwk),
  });
});

test('a proof counts only with our nonce and a true signature', async () => {
  const pin = new ServerPin(new MemoryVault(), 'chat.example');
  const { key, jwk } = await newKey();
  await pin.pin(await thumbprint(jwk));
  const proof = await proofBy(key, jwk, 'mine');
  expect((await pin.checkProof(proof, 'mine'))?.kind).toBe('known');
  expect(await pin.checkProof(proof, 'another')).toBeNull();
  // The pinned key in the header, but signed by somebody who does not hold it.
  expect(await pin.checkProof(await proofBy((await newKey()).key, jwk, 'mine'), 'mine')).toBeNull();
  expect(await pin.checkProof('garbage', 'mine')).toBeNull();
});

async function proofBy(key: CryptoKey, jwk: PublicJwk, nonce: string): Promise<string> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'ES256', jwk })}.${part({ nonce })}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

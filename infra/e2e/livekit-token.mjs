import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Mints access tokens with the key that the server keeps in its data folder. */
export function minter(dataDir) {
  const { key, secret } = JSON.parse(readFileSync(join(dataDir, 'keys', 'livekit.json'), 'utf8'));
  return (identity, room, video = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const body = `${encode({ alg: 'HS256' })}.${encode({
      iss: key,
      sub: identity,
      name: identity,
      nbf: now,
      exp: now + 600,
      video: { room, roomJoin: true, canUpdateOwnMetadata: true, ...video },
    })}`;
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  };
}

import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { io } from 'socket.io-client';
import { DEADLINE_MS } from './waiting.mjs';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Somebody with an account and a device key who joins a server over its events gateway. */
export class Member {
  static async join(url, wish) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { kty, crv, x, y } = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' });
    const account = await post(url, '/api/auth/register', {
      username: `u${randomUUID().slice(0, 12)}`,
      password: randomUUID(),
    });
    const { certificate } = await post(url, '/api/v1/certificate', { jwk: { kty, crv, x, y } }, account.accessToken);
    const member = new Member();
    member.socket = io(url, { transports: ['websocket'], forceNew: true, extraHeaders: { Origin: url } });
    const challenged = member.heard('server:challenge');
    member.socket.emit('server:join', { nickname: account.user.username, ...wish });
    const { nonce, serverKey } = await challenged;
    const joined = member.heard('server:joined');
    const details = member.heard('server:details');
    const now = Math.floor(Date.now() / 1000);
    const body = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode({
      iss: account.user.id,
      sub: account.user.id,
      aud: new URL(url).host,
      nonce,
      skt: thumbprint(serverKey),
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
    })}`;
    const signature = sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    member.socket.emit('server:verify', { certificate, assertion: `${body}.${signature.toString('base64url')}` });
    member.id = (await joined).memberId;
    member.details = await details;
    return member;
  }

  heard(event) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${event} has not come`)), DEADLINE_MS);
      this.socket.once(event, (payload) => (clearTimeout(late), resolve(payload)));
      this.socket.once('server:error', (problem) => reject(new Error(JSON.stringify(problem))));
      this.socket.once('connect_error', reject);
    });
  }

  /** The acknowledgement of an event, which must be a yes. */
  async ask(event, payload) {
    const answer = await this.socket.timeout(DEADLINE_MS).emitWithAck(event, payload);
    if (!answer.ok) {
      throw new Error(`${event}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }
}

async function post(url, path, body, token) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** RFC 7638. */
function thumbprint({ jwk, ...key }) {
  const { crv, kty, x, y } = jwk ?? key;
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

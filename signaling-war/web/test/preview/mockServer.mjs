import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { channels, emojis, filesReport, invites, members, messages, pictures, voice } from './scene.mjs';

/** A server with one fixed scene, just enough of docs/protocol.md to look at every page of the client. */
export async function startMockServer({ setupRequired = false, empty = false, newKey = false } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = { kty, crv, x, y };
  const jwt = (claims, header = {}) => {
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${encode({ alg: 'ES256', ...header })}.${encode(claims)}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const community = {
    version: 1,
    server: { id: 'srv', name: setupRequired ? 'Tertulia' : 'Café Gijón', description: '', setupRequired },
    members: empty ? members.slice(0, 1) : members,
    channels: empty ? [] : channels,
    voice: empty ? [] : voice,
    emojis: empty ? [] : emojis,
  };
  const uploaded = new Map();
  const state = { messages: empty ? [] : [...messages], refuse: null };
  let stored = 1000;

  const rest = {
    'GET /api/server': () => ({
      serverId: 'srv',
      name: community.server.name,
      memberCount: 9,
      setupRequired,
      serverKey: { jwk },
    }),
    'POST /api/auth/register': ({ username, displayName }) => tokens(username, displayName),
    'POST /api/auth/login': ({ username, password }) =>
      password.startsWith('wrong') ? problem('bad_credentials') : tokens(username),
    'POST /api/auth/refresh': () => tokens('ana'),
    'POST /api/auth/logout': () => ({}),
    'POST /api/v1/certificate': ({ jwk: device }) => ({
      certificate: jwt({ sub: 'u1', jwk: device, exp: Math.floor(Date.now() / 1000) + 30 * 86400 }),
    }),
  };
  const http = createServer((request, response) => void answer(request, response));

  async function answer(request, response) {
    const url = new URL(request.url, 'http://mock');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const json = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const file = /^\/api\/uploads\/files\/([^/]+)$/.exec(url.pathname)?.[1];
    if (file) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' });
      return response.end(pictures[file] ?? pictures.f1);
    }
    if (url.pathname === '/api/uploads/quota') return json(200, { used: 31_000_000, limit: 500_000_000 });
    if (url.pathname === '/api/admin/files') return json(200, filesReport);
    if (request.method === 'POST' && url.pathname.startsWith('/api/uploads')) return accept(body, json);
    const asked = /^\/api\/uploads\/([^/]+)$/.exec(url.pathname)?.[1];
    if (asked) return json(200, verdict(asked));
    const code = /^\/api\/invites\/(.+)$/.exec(url.pathname)?.[1];
    if (code) {
      if (code.startsWith('bad')) return json(403, problem('invalid_invite'));
      return json(200, {
        code,
        serverName: community.server.name,
        memberCount: 9,
        expiresAt: new Date(Date.now() + 6 * 86400_000).toISOString(),
      });
    }
    const handler = rest[`${request.method} ${url.pathname}`];
    const result = handler ? handler(body.length > 0 ? JSON.parse(body) : {}) : problem('not_found');
    json(result.ok === false ? 403 : 200, result);
  }

  /** The name says what becomes of a file: hold… never arrives, full… is refused, bad… is rejected, all else is done. */
  function accept(body, json) {
    const name = /filename="([^"]*)"/.exec(body.toString('latin1'))?.[1] ?? 'file';
    if (name.startsWith('hold')) return undefined;
    if (name.startsWith('full')) return json(413, { ...problem('quota_exceeded'), used: 499e6, limit: 500e6 });
    const fileId = `up${String(uploaded.size + 1)}`;
    uploaded.set(fileId, name);
    return json(201, { fileId, name, mime: 'image/jpeg', size: body.length, state: 'queued' });
  }

  function verdict(file_id) {
    const name = uploaded.get(file_id) ?? 'terrace.jpg';
    const state = { bad: 'rejected', wait: 'processing' }[/^[a-z]+/.exec(name)?.[0]] ?? 'done';
    return { file_id, name, mime: 'image/jpeg', size: 81_234, state, code: state === 'rejected' ? 'corrupt' : null };
  }

  const io = new Server(http, { path: '/socket.io/' });
  io.on('connection', (socket) => {
    const me = community.members[0];
    const details = () =>
      socket.emit('server:details', {
        ...community,
        me,
        permissions: ['manage_server', 'manage_emojis', 'change_avatar'],
        limits: { messageLength: 4000, uploadBytes: 25 * 1024 * 1024, attachments: 10 },
      });
    const joined = () => ({ memberId: me.memberId, nickname: me.nickname, isOwner: true, setupRequired });
    const on = (event, handle) =>
      socket.on(event, (payload, ack) => {
        const result = handle(payload) ?? {};
        if (typeof ack === 'function') ack({ ok: true, ...result });
      });
    on(
      'server:identify',
      ({ clientNonce }) =>
        void socket.emit('server:identity', { proof: jwt({ nonce: clientNonce, iat: 0, exp: 9e9 }, { jwk }) }),
    );
    on(
      'server:join',
      () =>
        void socket.emit('server:challenge', {
          nonce: randomBytes(32).toString('base64url'),
          serverHost: 'mock',
          serverKey: jwk,
        }),
    );
    on('server:verify', () => {
      if (state.refuse) return problem(state.refuse);
      socket.emit('server:joined', { ...joined(), accessToken: 'a', refreshToken: 'r', expiresIn: 900 });
      details();
    });
    on('session:restore', () => {
      socket.emit('server:joined', joined());
      details();
    });
    on('server:settings:update', () => ({}));
    on('server:invites:create', () => void socket.emit('server:invite:created', { invite: invites[0] }));
    on('server:invites:list', () => void socket.emit('server:invites', { invites }));
    on('server:invites:revoke', ({ code }) => void socket.emit('server:invite:revoked', { code }));
    on('chat:fetch', ({ conversationId, before, limit }) => {
      const all = state.messages.filter((message) => message.conversation_id === conversationId);
      const older = before ? all.filter((message) => message.message_id < before) : all;
      return { conversation_id: conversationId, items: older.slice(-limit), hasMore: older.length > limit };
    });
    on('chat:send', ({ conversationId, text, nonce, replyToMessageId }) => {
      if (text.includes('fail')) return problem('rate_limited');
      const message = {
        conversation_id: conversationId,
        message_id: `m${String(stored++).padStart(6, '0')}`,
        sender_member_id: me.memberId,
        sender_nickname: me.nickname,
        text,
        attachments: [],
        reactions: [],
        reply_to_message_id: replyToMessageId,
        created_at: new Date().toISOString(),
      };
      state.messages.push(message);
      socket.emit('chat:new', { ...message, nonce });
      return { message };
    });
    on('chat:typing', () => ({}));
    on('voice:room:request', () => problem('unavailable'));
  });

  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    thumbprint: createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url'),
    newKey,
    state,
    push: (event, payload) => io.emit(event, payload),
    drop: () => io.disconnectSockets(true),
    close: () => new Promise((resolve) => io.close(resolve)),
  };
}

function tokens(username, displayName = 'Ana Belén') {
  return { user: { id: 'u1', username, displayName }, accessToken: 'a', refreshToken: 'r', expiresIn: 900 };
}

function problem(error) {
  return { ok: false, error, message: error, retryAfterMs: 4000, correlationId: 'c-7f3a' };
}

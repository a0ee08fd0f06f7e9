import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { withDeadline } from './waiting.mjs';

const COOKIE = 0x2112a442;
const ALLOCATE = 3;
const SEND = 0x16;
const DATA = 0x17;
const CREATE_PERMISSION = 8;
const USERNAME = 0x06;
const INTEGRITY = 0x08;
const ERROR_CODE = 0x09;
const PEER = 0x12;
const PAYLOAD = 0x13;
const REALM = 0x14;
const NONCE = 0x15;
const FAMILY = 0x17;
const TRANSPORT = 0x19;
const REPEAT_MS = 500;

/** User name and password as the server hands them out. */
export function credentials(secret, identity, expiresInSeconds = 3600) {
  const username = `${Math.floor(Date.now() / 1000) + expiresInSeconds}:${identity}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

/** RFC 8656 by UDP, as far as it takes to see what a relay allows. Answers are 0 for yes, or the error code. */
export class TurnClient {
  #waiting = new Map();
  #auth = null;
  #data = [];

  constructor(port, { username, password }) {
    this.port = port;
    this.user = { username, password };
    this.socket = createSocket('udp4').on('message', (message) => this.#take(message));
  }

  async allocate(ipv6 = false) {
    const attributes = [[TRANSPORT, Buffer.from([17, 0, 0, 0])]];
    if (ipv6) attributes.push([FAMILY, Buffer.from([2, 0, 0, 0])]);
    const challenge = await this.#ask(ALLOCATE, () => attributes);
    if (!challenge.has(REALM)) return code(challenge);
    this.#auth = { realm: challenge.get(REALM), nonce: challenge.get(NONCE) };
    return code(await this.#ask(ALLOCATE, () => attributes));
  }

  async permit(address) {
    return code(await this.#ask(CREATE_PERMISSION, (id) => [[PEER, xored(address, 0, id)]]));
  }

  send(address, port, data) {
    const id = randomBytes(12);
    const attributes = [[PEER, xored(address, port, id)], [PAYLOAD, Buffer.from(data)]];
    this.socket.send(message(SEND, id, attributes), this.port, '127.0.0.1');
  }

  received() {
    return this.#data;
  }

  close() {
    this.socket.close();
  }

  async #ask(type, attributes) {
    const id = randomBytes(12);
    const request = message(type, id, attributes(id), this.#auth && { ...this.#auth, ...this.user });
    const answer = new Promise((resolve) => this.#waiting.set(id.toString('hex'), resolve));
    const say = () => this.socket.send(request, this.port, '127.0.0.1');
    say();
    const repeating = setInterval(say, REPEAT_MS);
    try {
      return await withDeadline(answer, 10_000, `no answer to TURN request ${type}`);
    } finally {
      clearInterval(repeating);
    }
  }

  #take(data) {
    const attributes = parse(data);
    if (data.readUInt16BE(0) === DATA) {
      this.#data.push(attributes.get(PAYLOAD).toString());
      return;
    }
    const id = data.subarray(8, 20).toString('hex');
    this.#waiting.get(id)?.(attributes);
    this.#waiting.delete(id);
  }
}

function code(attributes) {
  const error = attributes.get(ERROR_CODE);
  return error ? error[2] * 100 + error[3] : 0;
}

function message(type, id, attributes, auth) {
  const all = [...attributes];
  if (auth) all.push([USERNAME, Buffer.from(auth.username)], [REALM, auth.realm], [NONCE, auth.nonce]);
  const body = Buffer.concat(all.map(([name, value]) => attribute(name, value)));
  const header = (length) => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(length, 2);
    head.writeUInt32BE(COOKIE, 4);
    return Buffer.concat([head, id]);
  };
  if (!auth) return Buffer.concat([header(body.length), body]);
  const key = createHash('md5').update(`${auth.username}:${auth.realm}:${auth.password}`).digest();
  const signed = Buffer.concat([header(body.length + 24), body]);
  return Buffer.concat([signed, attribute(INTEGRITY, createHmac('sha1', key).update(signed).digest())]);
}

function attribute(name, value) {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(name, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

function parse(data) {
  const attributes = new Map();
  for (let at = 20; at + 4 <= data.length; ) {
    const length = data.readUInt16BE(at + 2);
    attributes.set(data.readUInt16BE(at), data.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return attributes;
}

/** XOR-PEER-ADDRESS (RFC 8489 §14.2). */
function xored(address, port, id) {
  const bytes = isIPv6(address) ? ipv6(address) : Buffer.from(address.split('.').map(Number));
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(COOKIE, 0);
  id.copy(mask, 4);
  const value = Buffer.alloc(4);
  value[1] = bytes.length === 4 ? 1 : 2;
  value.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  return Buffer.concat([value, bytes.map((byte, i) => byte ^ mask[i])]);
}

function ipv6(address) {
  // The URL parser writes the dotted half of an IPv4-mapped address in hexadecimal.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const words = (text) => (text ? text.split(':').map((word) => Number.parseInt(word, 16)) : []);
  const [first, last] = [words(head), words(tail)];
  const all = [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withDeadline } from '../waiting.mjs';

const LINK = fileURLToPath(new URL('./Link.java', import.meta.url));
const READY_MS = 30_000;
/** Inside namespaces of our own, so no other network of the machine can have them. */
const HUB = '10.213.0.1';
const FAR = '10.213.0.2';

/** What a direction is when nobody has said otherwise. */
export const CLEAN = { loss: 0, delayMs: 0, bitsPerSecond: 0, queueBytes: 0 };

/** Why tests in namespaces are left out, or false. Only a hand that sets this leaves them out; want of root is a failure. */
export const leftOut =
  process.env.TERTULIA_E2E_NAMESPACES === 'no' && 'left out by TERTULIA_E2E_NAMESPACES=no: no weak network was tried';

/**
 * Two network namespaces and a wire between them that can be made bad: the hub, where the product runs, and the far end. Both
 * are new, reach nothing else and end with `close`, or with this process.
 */
export async function network(seed = randomInt(2 ** 31)) {
  mayMakeNamespaces();
  const tag = `t${process.pid.toString(36)}${randomInt(1296).toString(36)}`;
  const made = new Made(tag, seed);
  process.once('exit', () => made.remove());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  try {
    await made.connect();
    console.error(`# link ${tag}: seed ${seed}`);
    return made;
  } catch (error) {
    await made.close();
    throw error;
  }
}

class Made {
  hubAddress = HUB;

  constructor(tag, seed) {
    this.hub = `${tag}-hub`;
    this.far = `${tag}-far`;
    this.devices = [`${tag}a`, `${tag}b`];
    this.seed = seed;
  }

  async connect() {
    for (const name of [this.hub, this.far]) {
      ip('netns', 'add', name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
    const options = ['-XX:+UseSerialGC', '-Xmx32m', '--enable-native-access=ALL-UNNAMED'];
    this.wire = spawn(java, [...options, LINK, ...this.devices, String(this.seed)], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.wire.stdout });
    await this.#answer('ready');
    const ends = [[this.hub, HUB, FAR], [this.far, FAR, HUB]];
    for (const [i, [name, own, other]] of ends.entries()) {
      const device = this.devices[i];
      ip('link', 'set', device, 'netns', name);
      ip('-n', name, 'address', 'add', own, 'peer', other, 'dev', device);
      ip('-n', name, 'link', 'set', device, 'up');
    }
  }

  /** How the far end is reached from now on, and how it reaches the hub. */
  async becomes(down, up = down) {
    await this.#set('ab', { ...CLEAN, ...down });
    await this.#set('ba', { ...CLEAN, ...up });
  }

  /** Packets so far, in both directions. */
  async count() {
    this.wire.stdin.write('count\n');
    const [down, downLost, downFull, up, upLost, upFull] = (await this.#answer('counts')).split(' ').map(Number);
    return { down: { passed: down, lost: downLost, overflowed: downFull }, up: { passed: up, lost: upLost, overflowed: upFull } };
  }

  async close() {
    const { wire } = this;
    if (wire && wire.exitCode === null) {
      wire.stdin.end();
      await withDeadline(once(wire, 'exit'), READY_MS, 'the link has not ended').catch(() => wire.kill('SIGKILL'));
    }
    this.remove();
  }

  remove() {
    for (const name of [this.hub, this.far]) {
      if (existsSync(`/run/netns/${name}`)) ip('netns', 'delete', name);
    }
  }

  async #set(direction, { loss, delayMs, bitsPerSecond, queueBytes }) {
    this.wire.stdin.write(`${direction} ${loss} ${delayMs} ${bitsPerSecond} ${queueBytes}\n`);
    await this.#answer('set');
  }

  async #answer(what) {
    const ended = once(this.wire, 'exit').then(([code]) => {
      throw new Error(`The link ended with ${code}.`);
    });
    ended.catch(() => {});
    const [line] = await withDeadline(Promise.race([once(this.lines, 'line'), ended]), READY_MS, `the link says ${what}`);
    return line;
  }
}

function mayMakeNamespaces() {
  const lacking = process.getuid?.() !== 0 ? 'root' : !existsSync('/dev/net/tun') ? '/dev/net/tun' : null;
  if (lacking) {
    throw new Error(`Weak networks are tried in network namespaces, which needs ${lacking}. TERTULIA_E2E_NAMESPACES=no leaves them out.`);
  }
}

function ip(...words) {
  execFileSync('ip', words, { stdio: ['ignore', 'pipe', 'pipe'] });
}

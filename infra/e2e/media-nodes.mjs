import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './waiting.mjs';

const JAR = fileURLToPath(new URL('../../media-node/node/target/media-node.jar', import.meta.url));

/** The process id of the product's own media node. */
export async function ownNode(product) {
  const key = await nodeKey(product);
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const read = async (file) => (await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')).split('\0');
    const [words, environment] = [await read('cmdline'), await read('environ')];
    const isNode = words.some((word) => word.endsWith('/media-node.jar'));
    if (isNode && environment.includes(`TERTULIA_NODE_KEY=${key}`) && !environment.some((line) => line.startsWith(MARK))) return Number(pid);
  }
  throw new Error('The product has no media node.');
}

const MARK = 'TERTULIA_E2E_NODE=';

/** One more media node for the product, on the loopback, whose link passes through a relay that can be cut. */
export class ExtraNode {
  static async start(product) {
    const node = new ExtraNode();
    node.link = new Relay(Number(new URL(product.url).port));
    const port = await node.link.open();
    // The Java that the product has chosen for its own one.
    const java = await readlink(`/proc/${await ownNode(product)}/exe`);
    node.process = spawn(java, ['-Dice4j.harvest.mapping.aws.enabled=false', '-Xmx128m', '-jar', JAR], {
      env: {
        PATH: process.env.PATH,
        [MARK.slice(0, -1)]: '1',
        TERTULIA_SIGNALING_URL: `ws://127.0.0.1:${port}/internal/media`,
        TERTULIA_NODE_KEY: await nodeKey(product),
        TERTULIA_NODE_ADDRESSES: '127.0.0.1',
        TERTULIA_NODE_LOOPS: '1',
        TERTULIA_NODE_DRAIN_SECONDS: '60',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    node.said = '';
    node.process.stderr.on('data', (text) => (node.said = (node.said + text).slice(-4000)));
    node.ended = once(node.process, 'exit');
    return node;
  }

  /** 'SIGKILL' for a death, 'SIGTERM' for a drain; ends when the process has. */
  async end(signal) {
    this.process.kill(signal);
    await this.ended;
    this.link.close();
  }
}

/** Waits until the server says that it has so many nodes. */
export function nodesAre(product, count) {
  return eventually(`${count} media nodes are linked`, async () => {
    const health = await (await fetch(`${product.url}/health/ready`)).json();
    const value = health.checks.find(({ name }) => name === 'media')?.data.nodes;
    return { done: value === count, value };
  });
}

async function nodeKey(product) {
  return (await readFile(join(product.data, 'secrets', 'node-key'), 'utf8')).trim();
}

/** A TCP relay on the loopback, as a reverse proxy is one. */
class Relay {
  #pairs = new Set();
  #up = true;

  constructor(to) {
    this.server = createServer((near) => {
      const far = this.#up ? connect(to, '127.0.0.1') : undefined;
      if (!far) {
        near.destroy();
        return;
      }
      const end = () => [near, far].forEach((socket) => socket.destroy());
      [near, far].forEach((socket) => socket.on('error', end).on('close', end));
      near.pipe(far).pipe(near);
      this.#pairs.add(end);
    });
  }

  async open() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this.server.address().port;
  }

  cut() {
    this.#up = false;
    this.#pairs.forEach((end) => end());
    this.#pairs.clear();
  }

  mend() {
    this.#up = true;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

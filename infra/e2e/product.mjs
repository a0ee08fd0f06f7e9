import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { START_MS, STOP_MS, withDeadline } from './waiting.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The running product: one of our own, on free ports and an empty data folder, that ends with the test file; or the fresh
 * one that TERTULIA_E2E_URL, TERTULIA_E2E_OWNER_LINK, TERTULIA_E2E_DATA and, for what asks the media node itself,
 * TERTULIA_E2E_NODE_METRICS name. It is good for files of which one needs an owner, since an owner's link is good for one.
 */
export async function runningProduct({ environment } = {}) {
  const given = ['URL', 'OWNER_LINK', 'DATA'].map((name) => process.env[`TERTULIA_E2E_${name}`]);
  if (given.every(Boolean)) {
    const [url, ownerLink, data] = given;
    return product(url, ownerLink, data, process.env.TERTULIA_E2E_NODE_METRICS, async () => {});
  }
  if (given.some(Boolean)) throw new Error('TERTULIA_E2E_URL, _OWNER_LINK and _DATA go together.');
  return ownProduct({ environment });
}

function product(url, ownerLink, data, nodeMetrics, stop) {
  return { url, ownerLink, ownerToken: new URL(ownerLink).hash.slice(1), data, nodeMetrics, stop };
}

/** One of our own in the hub of a network of `network/`, listening there; or, without a network, on the loopback. */
export async function ownProduct({ network, environment } = {}) {
  const metricsPort = String(await freePort());
  const data = await mkdtemp(join(tmpdir(), 'tertulia-e2e-'));
  const words = ['up', '--json', '--data', data, '--port', String(await freePort()), '--media-port', String(await freePort())];
  const inside = network ? ['ip', 'netns', 'exec', network.hub] : [];
  const listen = network ? ['--host', network.hubAddress, '--media-address', network.hubAddress] : [];
  const [command, ...all] = [...inside, './tertulia', ...words, ...listen];
  const child = spawn(command, all, {
    cwd: ROOT,
    env: { ...process.env, TERTULIA_NODE_METRICS_PORT: metricsPort, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

  const ended = new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
    child.once('error', reject);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    try {
      await withDeadline(ended, STOP_MS, './tertulia up has not ended after SIGTERM');
    } finally {
      child.kill('SIGKILL');
      await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  };
  try {
    const { url, ownerLink } = await withDeadline(
      firstJsonLine(child, ended),
      START_MS,
      './tertulia up has not said where it listens',
    );
    return product(url, ownerLink, data, `http://127.0.0.1:${metricsPort}/metrics`, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function firstJsonLine(child, ended) {
  const lines = createInterface({ input: child.stdout });
  const found = new Promise((resolve) => {
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line));
    });
  });
  const answer = await Promise.race([found, ended.then((code) => ({ code }))]);
  if (!answer.url) throw new Error(`./tertulia up ended with ${answer.code} before it said where it listens.`);
  return answer;
}

/** A port below those that the kernel hands out by itself (ip_local_port_range): nobody is given it before it is used. */
export async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if ((await isFree(port)) && (await isFreeForDatagrams(port))) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function isFreeForDatagrams(port) {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(false));
    probe.bind(port, () => probe.close(() => resolve(true)));
  });
}

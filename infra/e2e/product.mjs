import { spawn } from 'node:child_process';
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
 * one that TERTULIA_E2E_URL, TERTULIA_E2E_OWNER_LINK and TERTULIA_E2E_DATA name, good for one file, since an owner's link
 * is good for one owner.
 */
export async function runningProduct({ environment } = {}) {
  const given = ['URL', 'OWNER_LINK', 'DATA'].map((name) => process.env[`TERTULIA_E2E_${name}`]);
  if (given.every(Boolean)) {
    const [url, ownerLink, data] = given;
    return product(url, ownerLink, data, async () => {});
  }
  if (given.some(Boolean)) throw new Error('TERTULIA_E2E_URL, _OWNER_LINK and _DATA go together.');
  return ownProduct({ environment });
}

function product(url, ownerLink, data, stop) {
  return { url, ownerLink, ownerToken: new URL(ownerLink).hash.slice(1), data, stop };
}

/** One of our own in the hub of a network of `network/`, listening there; or, without a network, on the loopback. */
export async function ownProduct({ network, environment } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'tertulia-e2e-'));
  const words = ['up', '--json', '--data', data, '--port', String(await freePort()), '--media-port', String(await freePort())];
  const inside = network ? ['ip', 'netns', 'exec', network.hub] : [];
  const listen = network ? ['--host', network.hubAddress, '--media-address', network.hubAddress] : [];
  const [command, ...all] = [...inside, './tertulia', ...words, ...listen];
  const child = spawn(command, all, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
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
    return product(url, ownerLink, data, stop);
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

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

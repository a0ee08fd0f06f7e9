import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The running product: the one that TERTULIA_E2E_URL and TERTULIA_E2E_OWNER_LINK name, or else one of our own, on free
 * ports and an empty data folder, that ends with the test.
 */
export async function runningProduct() {
  const { TERTULIA_E2E_URL: url, TERTULIA_E2E_OWNER_LINK: ownerLink } = process.env;
  if (url && ownerLink) return { url, ownerLink, stop: async () => {} };
  const data = await mkdtemp(join(tmpdir(), 'tertulia-e2e-'));
  const ports = ['--port', String(await freePort()), '--media-port', String(await freePort())];
  const child = spawn('./tertulia', ['up', '--json', '--data', data, ...ports], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const { url: ownUrl, ownerLink: ownLink } = await firstJsonLine(child, ended);
  return {
    url: ownUrl,
    ownerLink: ownLink,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
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

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { minter } from '../e2e/livekit-token.mjs';
import { START_MS, withDeadline } from '../e2e/waiting.mjs';
import { CASES } from './cases.mjs';
import { Namespaces, NOT_HERE, NotHere, run } from './namespaces.mjs';
import { arrange, build, MEDIA_PORT, NAT_OF_SERVER, SERVER, SERVER6, SIGNAL_PORT, TURN } from './topology.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CASE_SECONDS = 20;
const WATCH_SECONDS = 10;
const TARGET_MS = 3_000;

/** Everything that runs, and its end. */
class Stage {
  #children = [];
  #answers = new Map();

  constructor() {
    this.spaces = new Namespaces();
  }

  async open() {
    this.data = await mkdtemp(join(tmpdir(), 'tertulia-nat-'));
    build(this.spaces);
    await writeFile(join(this.data, 'turn-secret'), randomUUID(), { mode: 0o600 });
    this.#turn();
    await this.#product();
    this.mint = minter(join(this.data, 'product'));
    await Promise.all(['c1', 'c2'].map((name) => this.#browser(name)));
  }

  #start(name, words, environment = {}) {
    const [command, ...rest] = this.spaces.words(name, words);
    const child = spawn(command, rest, { cwd: ROOT, env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
    child.said = '';
    child.stderr.on('data', (text) => (child.said = (child.said + text).slice(-4000)));
    child.broken = once(child, 'exit').then(([code]) => {
      throw new Error(`${words.join(' ')} ended with ${code}: ${child.said}`);
    });
    // Heard by whoever waits for an answer; nobody else needs to.
    child.broken.catch(() => {});
    this.#children.push(child);
    return child;
  }

  #turn() {
    const files = ['certificate', 'key'].map((name) => join(this.data, `turn-${name}.pem`));
    run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=turn', '-addext',
      `subjectAltName=IP:${TURN}`, '-out', files[0], '-keyout', files[1]]);
    this.#start('trn', [join(ROOT, 'infra/coturn/run.sh')], {
      TERTULIA_TURN_SECRET_FILE: join(this.data, 'turn-secret'),
      TERTULIA_TURN_PEERS: `${SERVER},${NAT_OF_SERVER},${SERVER6}`,
      TERTULIA_TURN_ADDRESSES: TURN,
      TERTULIA_TURN_CERTIFICATE: files[0],
      TERTULIA_TURN_KEY: files[1],
    }).stdout.resume();
  }

  async #product() {
    const words = ['./tertulia', 'up', '--json', '--data', join(this.data, 'product'), '--host', '::', '--port', SIGNAL_PORT,
      '--media-port', MEDIA_PORT, '--media-address', NAT_OF_SERVER, '--public-url', `http://${SERVER}:${SIGNAL_PORT}`];
    const child = this.#start('srv', words.map(String), {
      TERTULIA_NODE_TCP_PORT: '443',
      TERTULIA_TURN_SECRET_FILE: join(this.data, 'turn-secret'),
      TERTULIA_TURN_URLS: ['turn', '3478?transport=udp', 'turn', '3478?transport=tcp', 'turns', '443?transport=tcp']
        .reduce((urls, part, i, all) => (i % 2 ? [...urls, `${all[i - 1]}:${TURN}:${part}`] : urls), [])
        .join(),
    });
    await this.#line(child, (line) => line.startsWith('{'), START_MS);
  }

  async #browser(name) {
    const child = this.#start(name, ['node', join(ROOT, 'infra/nat/client.mjs')]);
    this.#answers.set(name, child);
    await this.#line(child, () => true, 60_000);
  }

  async #line(child, wanted, withinMs) {
    child.lines ??= createInterface({ input: child.stdout });
    const line = new Promise((resolve) => {
      const take = (text) => {
        if (wanted(text)) {
          child.lines.off('line', take);
          resolve(text);
        }
      };
      child.lines.on('line', take);
    });
    return JSON.parse(await withDeadline(Promise.race([line, child.broken]), withinMs, `${child.spawnargs.at(-1)} answers`));
  }

  /** What the client's browser answers. */
  async ask(client, request) {
    const child = this.#answers.get(client);
    const seconds = Math.max(CASE_SECONDS, (request.watch ?? 0) + 10);
    child.stdin.write(`${JSON.stringify({ ...request, seconds })}\n`);
    return this.#line(child, () => true, (seconds + 10) * 1000);
  }

  async close() {
    const ends = this.#children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
    this.#children.forEach((child) => child.kill('SIGTERM'));
    await withDeadline(Promise.all(ends), 40_000, 'all have ended').catch(() => this.#children.forEach((child) => child.kill('SIGKILL')));
    this.spaces.close();
    if (this.data) await rm(this.data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function play(stage, wish) {
  arrange(stage.spaces, wish);
  const room = randomUUID();
  const both = (request) => Promise.all(['c1', 'c2'].map((client) => stage.ask(client, request(client))));
  const answers = await both((client) => ({ talk: { url: wish.url, token: stage.mint(client, room) } }));
  const gaps = wish.renumbers ? await whileRenumbering(stage, wish, both) : [];
  await both(() => ({ leave: true }));
  const troubles = [...answers, ...gaps].flatMap(({ error, path }) => (error ? [error] : wish.path(path) ? [] : [`came by ${JSON.stringify(path)}`]));
  const audioMs = Math.max(...answers.map(({ audioMs }) => audioMs ?? Infinity));
  return {
    case: wish.name,
    ok: troubles.length === 0,
    audioMs: Number.isFinite(audioMs) ? audioMs : null,
    inTime: audioMs <= TARGET_MS,
    paths: answers.map(({ path }) => path ?? null),
    gapMs: wish.renumbers ? Math.max(...gaps.map(({ gapMs }) => gapMs ?? Infinity)) : null,
    troubles,
  };
}

/** Some seconds, near the beginning of which an address of c1's changes. */
async function whileRenumbering(stage, { renumbers, watchSeconds = WATCH_SECONDS }, both) {
  const watching = both(() => ({ watch: watchSeconds }));
  await pause(1_000);
  renumbers(stage.spaces);
  return watching;
}

function told(result, json) {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const ways = result.paths.map((path) => (path ? `${path.relayed ? `relay/${path.relayed}` : path.protocol} ${path.remote}` : '-'));
  const time = result.audioMs === null ? '      -' : `${String(result.audioMs).padStart(5)} ms`;
  const gap = result.gapMs === null ? '' : `, ${result.gapMs} ms without a packet`;
  console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${result.case.padEnd(18)} ${time}  ${ways.join(', ')}${gap}`);
  result.troubles.forEach((trouble) => console.log(`       ${trouble.replaceAll('\n', '\n       ')}`));
}

function options(words) {
  const wanted = { json: false, cases: [] };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--json') wanted.json = true;
    else if (words[i] === '--case' && CASES.some(({ name }) => name === words[i + 1])) {
      wanted.cases.push(CASES.find(({ name }) => name === words[i + 1]));
      i += 1;
    } else {
      console.error(`usage: ./tertulia nat [--case NAME]... [--json]\ncases: ${CASES.map(({ name }) => name).join(' ')}`);
      process.exit(2);
    }
  }
  return { ...wanted, cases: wanted.cases.length > 0 ? wanted.cases : CASES };
}

async function main() {
  const { json, cases } = options(process.argv.slice(2));
  try {
    Namespaces.requireHere();
  } catch (cause) {
    if (!(cause instanceof NotHere)) throw cause;
    console.error(`tertulia nat: nothing was tested: ${cause.message}`);
    return NOT_HERE;
  }
  const stage = new Stage();
  const stop = async (code) => {
    await stage.close();
    process.exit(code);
  };
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.once(signal, () => stop(code));
  process.once('exit', () => stage.spaces.close());
  let failures = 0;
  try {
    await stage.open();
    // The first call after a start loads classes on both sides, which is not the network's doing.
    await play(stage, CASES[0]);
    for (const wish of cases) {
      const result = await play(stage, wish);
      told(result, json);
      failures += result.ok ? 0 : 1;
    }
  } finally {
    await stage.close();
  }
  return failures === 0 ? 0 : 1;
}

process.exit(await main());

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from './product.mjs';
import { credentials, TurnClient } from './turn-client.mjs';
import { eventually, STOP_MS, TEST_MS, withDeadline } from './waiting.mjs';

const RUN = fileURLToPath(new URL('../coturn/run.sh', import.meta.url));
const SECRET = 'a-secret-of-this-test';
const ABSENT = spawnSync('turnserver', ['--version']).error ? 'coturn is not installed' : false;

/** Facts of others' incidents: a relay that leads into the network it stands in. */
const FORBIDDEN_IPV4 = ['0.0.0.0', '127.0.0.2', '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '198.51.100.1'];
const FORBIDDEN_IPV6 = ['::', 'fc00::1', 'fe80::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2001:db8::1'];

describe('coturn as we configure it', { skip: ABSENT }, () => {
  const node = createSocket('udp4');
  const clients = [];
  let folder;
  let turnserver;
  let said = '';
  let port;

  const client = (user) => {
    const made = new TurnClient(port, user);
    clients.push(made);
    return made;
  };
  const allocated = async (name, ipv6) => {
    const made = client(credentials(SECRET, name));
    assert.equal(await made.allocate(ipv6), 0);
    return made;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tertulia-turn-'));
    await writeFile(join(folder, 'secret'), `${SECRET}\n`);
    node.bind(0, '127.0.0.1');
    await once(node, 'listening');
    node.on('message', (data, { port: from, address }) => node.send(`echo of ${data}`, from, address));
    port = await freePort();
    // Loopback is for this test alone: the relay, its client and the node are one machine here.
    turnserver = spawn(RUN, ['--', '--allow-loopback-peers'], {
      env: {
        ...process.env,
        TERTULIA_TURN_SECRET_FILE: join(folder, 'secret'),
        TERTULIA_TURN_PEERS: '127.0.0.1',
        TERTULIA_TURN_ADDRESSES: '127.0.0.1,::1',
        TERTULIA_TURN_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [turnserver.stdout, turnserver.stderr]) stream.on('data', (text) => (said += text));
    await eventually('coturn answers', async () => {
      const probe = client(credentials(SECRET, 'probe'));
      const value = await Promise.race([probe.allocate(), new Promise((resolve) => setTimeout(resolve, 300))]);
      return { done: value === 0, value: `${value} ${said.slice(-300)}` };
    });
  }, { timeout: TEST_MS });

  after(async () => {
    clients.forEach((each) => each.close());
    node.close();
    if (turnserver) {
      const ended = once(turnserver, 'exit');
      turnserver.kill('SIGTERM');
      await withDeadline(ended, STOP_MS, 'coturn does not end');
    }
    await rm(folder, { recursive: true, force: true });
  });

  test('takes what the server hands out and relays to the node', { timeout: TEST_MS }, async () => {
    const alice = await allocated('alice');
    assert.equal(await alice.permit('127.0.0.1'), 0);
    await eventually('the echo', async () => {
      alice.send('127.0.0.1', node.address().port, 'hello');
      return { done: alice.received().includes('echo of hello'), value: alice.received() };
    });
  });

  test('refuses another secret, a changed name and a time that is over', { timeout: TEST_MS }, async () => {
    const good = credentials(SECRET, 'alice');
    assert.equal(await client(credentials('another', 'alice')).allocate(), 401);
    assert.equal(await client({ ...good, username: `${good.username}x` }).allocate(), 401);
    assert.equal(await client(credentials(SECRET, 'alice', -60)).allocate(), 401);
  });

  test('leads nowhere but to the node', { timeout: TEST_MS }, async () => {
    const four = await allocated('mallory');
    for (const address of FORBIDDEN_IPV4) assert.equal(await four.permit(address), 403, address);
    const six = await allocated('mallory', true);
    for (const address of FORBIDDEN_IPV6) assert.equal(await six.permit(address), 403, address);
  });

  test('bounds what one person holds', { timeout: TEST_MS }, async () => {
    const user = credentials(SECRET, 'greedy');
    const answers = [];
    for (let i = 0; i < 13; i++) answers.push(await client(user).allocate());
    assert.deepEqual(answers, [...Array(12).fill(0), 486]);
  });
});

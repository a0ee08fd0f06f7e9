// What a machine for a media node gets: cloud-init, units, scripts and settings, looked at as they arrive there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Toolchain } from './toolchain.mjs';

const SYSTEMD = join(ROOT, 'infra/systemd');
const FETCH = join(SYSTEMD, 'fetch.sh');
const NODE_KEY = join(ROOT, 'terraform/modules/media-node/files/node-key.sh');
/** systemd's own score: 0 is closed, 10 open. What is left is the network and the JVM's compiler. */
const MOST_EXPOSURE = 2.0;

const { tool, missing } = Toolchain.find();
const folder = mkdtempSync(join(tmpdir(), 'tertulia-node-'));
after(() => {
  tool?.close();
  rmSync(folder, { recursive: true, force: true });
});

const installed = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const unless = (command) => (installed(command) ? false : `${command}: not run, it is not installed`);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('cloud-init', { skip: missing && `terraform: not run, ${missing}` }, async (t) => {
  const rendered = userData();
  for (const [run, text] of rendered) {
    const config = JSON.parse(text.slice('#cloud-config\n'.length));
    await t.test(`${run}: is cloud-config with nothing but what it should have`, () => checkShape(text, config));
    await t.test(`${run}: fits the schema`, { skip: unless('cloud-init') }, () => checkSchema(text));
    await t.test(`${run}: units are well-formed`, { skip: unless('systemd-analyze') }, () => checkUnits(run, config));
    await t.test(`${run}: the node knows all its settings`, () => checkSettings(config));
  }
});

/** Of each run of the module's test: what its output user_data was. */
function userData() {
  const init = tool.init('modules/media-node');
  assert.equal(init.status, 0, init.stderr);
  const { events, stderr } = tool.testEvents('modules/media-node', '-verbose', '-filter=tests/node.tftest.hcl');
  const rendered = events
    .filter((event) => event.type === 'test_state')
    .map((event) => [event['@testrun'], event.test_state.outputs?.user_data?.value])
    .filter(([, text]) => text !== undefined);
  assert.notEqual(rendered.length, 0, `No run showed user_data: ${stderr}`);
  return new Map(rendered);
}

function checkShape(text, config) {
  assert.ok(text.startsWith('#cloud-config\n'));
  assert.deepEqual(Object.keys(config).sort(), ['package_update', 'packages', 'runcmd', 'write_files']);
  for (const file of config.write_files) {
    assert.match(file.path, /^\/(etc|usr\/local\/sbin)\//);
    assert.match(file.permissions, /^0(644|755)$/);
    assert.ok(file.content.endsWith('\n'), `${file.path} ends with a line`);
    assert.doesNotMatch(file.content, /TERTULIA_NODE_KEY=[A-Za-z0-9]/, `${file.path} must not hold the key`);
  }
  for (const command of config.runcmd) assert.ok(command.every((word) => typeof word === 'string'), 'No shell in between');
}

function checkSchema(text) {
  const file = join(folder, 'user-data');
  writeFileSync(file, text);
  const words = ['schema', '--config-file', file];
  let said = spawnSync('cloud-init', words, { encoding: 'utf8' });
  if (/unrecognized|invalid choice/.test(said.stderr)) said = spawnSync('cloud-init', ['devel', ...words], { encoding: 'utf8' });
  assert.equal(said.status, 0, `${said.stdout}${said.stderr}`);
  assert.match(said.stdout, /Valid (cloud-config|schema)/);
}

/** A root folder with these files and stand-ins for what they start. */
function checkUnits(run, config) {
  const root = join(folder, 'roots', run);
  for (const file of config.write_files) put(root, file.path, file.content, file.permissions === '0755');
  put(root, '/opt/tertulia/jdk/bin/java', '#!/bin/sh\n', true);
  verify(root, ['tertulia-media-node.service', 'tertulia-node-key.service']);
}

test('units for a machine that is set up by hand', { skip: unless('systemd-analyze') }, () => {
  const root = join(folder, 'roots/by-hand');
  for (const unit of readdirSync(SYSTEMD).filter((name) => name.endsWith('.service'))) {
    put(root, `/etc/systemd/system/${unit}`, readFileSync(join(SYSTEMD, unit), 'utf8'), false);
  }
  put(root, '/opt/tertulia/jdk/bin/java', '#!/bin/sh\n', true);
  put(root, '/opt/tertulia/app/tertulia', '#!/bin/sh\n', true);
  verify(root, ['tertulia.service', 'tertulia-media-node.service']);
});

test('a unit with a wrong word in it is noticed', { skip: unless('systemd-analyze') }, () => {
  const unit = readFileSync(join(SYSTEMD, 'tertulia-media-node.service'), 'utf8');
  for (const [wrong, said] of [
    [unit.replace('ProtectClock=yes', 'ProtectClok=yes'), /Unknown key/],
    [unit.replace('PrivateTmp=yes', 'PrivateTmp=maybe'), /Failed to parse/],
    [unit.replace('ProtectSystem=strict', '').replace('NoNewPrivileges=yes', '').replace(/^(System|Restrict|Capab).*$/gm, ''), /exposure/],
  ]) {
    const root = join(folder, 'roots', said.source.replace(/\W/g, ''));
    put(root, '/etc/systemd/system/tertulia-media-node.service', wrong, false);
    put(root, '/opt/tertulia/jdk/bin/java', '#!/bin/sh\n', true);
    assert.throws(() => verify(root, ['tertulia-media-node.service']), said);
  }
});

function verify(root, units) {
  // What the units ask for by name; a real machine has them.
  for (const target of ['sysinit', 'basic', 'shutdown', 'network-online', 'multi-user']) {
    put(root, `/usr/lib/systemd/system/${target}.target`, '[Unit]\nDescription=Stand-in\nDefaultDependencies=no\n', false);
  }
  put(root, '/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\ntertulia:x:900:900::/var/lib/tertulia:/bin/false\n', false);
  put(root, '/etc/group', 'root:x:0:\ntertulia:x:900:\n', false);
  const said = spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...units], { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stderr);
  assert.doesNotMatch(said.stderr, /\.service:\d*:? /, said.stderr);
  for (const unit of units.filter((name) => name !== 'tertulia-node-key.service')) {
    const words = ['security', '--offline=true', '--no-pager', `--root=${root}`, unit];
    const score = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    const exposure = Number(score.stdout.match(/Overall exposure level for \S+: ([\d.]+)/)?.[1]);
    assert.ok(exposure <= MOST_EXPOSURE, `${unit}: exposure ${exposure}\n${score.stderr}`);
  }
}

function put(root, path, content, executable) {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, content);
  if (executable) chmodSync(root + path, 0o755);
}

function checkSettings(config) {
  const known = new Set(nodeVariables());
  const set = config.write_files.find((file) => file.path === '/etc/tertulia/media-node.env').content.trim().split('\n');
  for (const line of set) {
    const [name, value] = line.split('=');
    assert.ok(known.has(name) || name === 'JAVA_OPTIONS', `${name} is nothing that NodeConfig reads`);
    assert.match(value, /^[A-Za-z0-9:/.,_-]+$/, `${line} would have to be quoted`);
  }
}

/** The names in NodeConfig's code; its comments are cut out. */
function nodeVariables() {
  const file = join(ROOT, 'media-node/node/src/main/java/chat/tertulia/node/NodeConfig.java');
  return readFileSync(file, 'utf8').match(/"TERTULIA_[A-Z_]+"/g).map((name) => name.slice(1, -1));
}

test('the operator is told of every setting of the node', () => {
  const manual = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8');
  assert.deepEqual(nodeVariables().filter((name) => !manual.includes(`\`${name}\``)), []);
});

test('the unit starts the node as the launcher does', () => {
  const unit = readFileSync(join(SYSTEMD, 'tertulia-media-node.service'), 'utf8');
  const launcher = readFileSync(join(ROOT, 'infra/launcher/src/main/java/chat/tertulia/launcher/Installation.java'), 'utf8');
  const node = launcher.slice(launcher.indexOf('Command mediaNode('), launcher.indexOf('"-jar"', launcher.indexOf('Command mediaNode(')));
  const options = node.match(/"-[^"]+"/g).map((word) => word.slice(1, -1));
  assert.ok(options.includes('-Dice4j.harvest.mapping.aws.enabled=false'));
  for (const option of options) assert.ok(unit.includes(` ${option} `), `${option} is missing in ExecStart`);
});

// --- scripts -----------------------------------------------------------------------------------------------------------

before(() => {
  mkdirSync(join(folder, 'top/lib'), { recursive: true });
  writeFileSync(join(folder, 'top/media-node.jar'), 'a jar');
  writeFileSync(join(folder, 'top/lib/a.jar'), 'another');
  spawnSync('tar', ['-czf', join(folder, 'node.tar.gz'), '-C', folder, 'top']);
  mkdirSync(join(folder, 'bin'));
  // curl asks again for half a minute whatever has failed; what these tests ask for will never come.
  writeFileSync(join(folder, '.curlrc'), 'retry-max-time = 1\n');
});

const fetched = (...words) => spawnSync('sh', [FETCH, ...words], { encoding: 'utf8', env: { ...process.env, CURL_HOME: folder } });

test('fetch puts into place what has the right sum', { skip: unless('curl') }, () => {
  const to = join(folder, 'opt/media-node');
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'old'), 'of the version before');
  const sum = sha256(readFileSync(join(folder, 'node.tar.gz')));
  const said = fetched(`file://${folder}/node.tar.gz`, sum, to);
  assert.equal(said.status, 0, said.stderr);
  assert.deepEqual(readdirSync(to).sort(), ['lib', 'media-node.jar']);
  assert.deepEqual(readdirSync(dirname(to)), ['media-node'], 'No draft is left');
});

test('fetch changes nothing when the sum is wrong, the file is no archive or the way is not safe', { skip: unless('curl') }, () => {
  const to = join(folder, 'opt2/media-node');
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'old'), 'of the version before');
  writeFileSync(join(folder, 'no-archive'), 'no archive');
  const cases = [
    [`file://${folder}/node.tar.gz`, '0'.repeat(64)],
    [`file://${folder}/no-archive`, sha256('no archive')],
    [`file://${folder}/is-not-there`, '0'.repeat(64)],
    ['http://127.0.0.1:9/node.tar.gz', '0'.repeat(64)],
  ];
  for (const [url, sum] of cases) {
    const said = fetched(url, sum, to);
    assert.equal(said.status, 1, url);
    assert.match(said.stderr, /^(curl: .*\n)*(tar: .*\n|gzip: .*\n|\n)*fetch: /m);
    assert.deepEqual(readdirSync(to), ['old']);
    assert.deepEqual(readdirSync(dirname(to)), ['media-node'], 'No draft is left');
  }
});

/** The key script beside an `aws` that says what the test wants. */
function nodeKey(answer) {
  const aws = join(folder, 'bin/aws');
  writeFileSync(aws, `#!/bin/sh\nprintf '%s\\n' "$*" >'${folder}/asked'\n${answer}\n`);
  chmodSync(aws, 0o755);
  const to = mkdtempSync(join(folder, 'run-'));
  const said = spawnSync('sh', [NODE_KEY, 'eu-central-1', '/tertulia/node-key'], {
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env.PATH}`, RUNTIME_DIRECTORY: to },
  });
  return { ...said, file: join(to, 'media-node.secret') };
}

test('the key goes from the parameter into a file for root alone', () => {
  const { status, stderr, file } = nodeKey("echo 'a-Key_of+letters/and=1.~'");
  assert.equal(status, 0, stderr);
  assert.equal(readFileSync(file, 'utf8'), 'TERTULIA_NODE_KEY=a-Key_of+letters/and=1.~\n');
  assert.equal(spawnSync('stat', ['-c', '%a', file], { encoding: 'utf8' }).stdout.trim(), '600');
  const asked = readFileSync(join(folder, 'asked'), 'utf8');
  assert.match(asked, /^ssm get-parameter --region eu-central-1 --name \/tertulia\/node-key --with-decryption /);
});

test('a key that is none is refused, and nothing is written', () => {
  for (const answer of ['exit 1', 'echo', "printf 'two\\nlines\\n'", "echo 'a $(command)'"]) {
    const { status, file, stderr } = nodeKey(answer);
    assert.equal(status, 1, answer);
    assert.match(stderr, /^node-key: /);
    assert.equal(existsSync(file), false);
  }
});

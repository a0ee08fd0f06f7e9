import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MODULES = ['.', 'modules/function', 'modules/media-node', 'examples/minimal', 'examples/complete'];

const PROVIDER = 'hashicorp/aws';
const INIT_MS = 300_000;
/** Of a busy machine with many runs; each starts the provider anew. */
const COMMAND_MS = 900_000;

/** Where people and systems keep providers that they have fetched before. */
const PLUGIN_FOLDERS = [
  process.env.TF_PLUGIN_CACHE_DIR,
  join(homedir(), '.terraform.d/plugins'),
  join(homedir(), '.terraform.d/plugin-cache'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...foldersOf('/opt'),
];

/** Terraform or OpenTofu, with the way by which it gets at the provider; or why there is none. */
export class Toolchain {
  /** @returns {{ tool?: Toolchain, missing?: string }} */
  static find() {
    const command = [process.env.TERTULIA_TERRAFORM, 'terraform', 'tofu'].find((name) => name && runs(name));
    if (!command) return { missing: 'terraform is not installed' };
    const tool = new Toolchain(command);
    const probe = tool.probe();
    if (probe.status === 0) return { tool };
    tool.close();
    return { missing: `the provider ${PROVIDER} is not at hand (${firstError(probe.stderr)})` };
  }

  constructor(command) {
    this.command = command;
    this.pluginFolder = operatorsConfiguration() ? undefined : PLUGIN_FOLDERS.find(holdsProvider);
    // All of it happens in a copy: nothing is left behind in the tree.
    this.folder = mkdtempSync(join(tmpdir(), 'tertulia-terraform-'));
    for (const part of ['terraform', 'infra/systemd']) {
      cpSync(join(ROOT, part), join(this.folder, part), { recursive: true, filter: (path) => !path.includes('/.terraform') });
    }
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Only the provider: what fails here is this machine's matter, not that of a module. */
  probe() {
    const folder = join(this.folder, 'probe');
    cpSync(join(this.folder, 'terraform/versions.tf'), join(folder, 'versions.tf'));
    return this.#init(folder);
  }

  init(module) {
    return this.#init(join(this.folder, 'terraform', module));
  }

  #init(folder) {
    const plugins = this.pluginFolder ? [`-plugin-dir=${this.pluginFolder}`] : [];
    const said = this.#run(folder, ['init', '-backend=false', '-input=false', '-no-color', ...plugins], INIT_MS);
    return said.error ? { ...said, stderr: `Error: init: ${said.error.message}` } : said;
  }

  run(module, ...words) {
    const said = this.#run(join(this.folder, 'terraform', module), words, COMMAND_MS);
    if (said.error) throw new Error(`${this.command} ${words[0]} in ${module}: ${said.error.message}`);
    return said;
  }

  /** What `test -json` said, one object a line. */
  testEvents(module, ...words) {
    const { stdout, stderr, status } = this.run(module, 'test', '-json', ...words);
    const events = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return { events, stderr, status };
  }

  #run(folder, words, timeout) {
    return spawnSync(this.command, words, { cwd: folder, env: environment(), encoding: 'utf8', timeout, maxBuffer: 1 << 28 });
  }
}

function environment() {
  const configured = process.env.TF_CLI_CONFIG_FILE;
  return {
    ...process.env,
    // Named but not there: each command would complain about it.
    ...(configured && !existsSync(configured) ? { TF_CLI_CONFIG_FILE: '/dev/null' } : {}),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Whoever has one says in it where providers come from. */
function operatorsConfiguration() {
  const named = process.env.TF_CLI_CONFIG_FILE;
  return [named, join(homedir(), '.terraformrc'), join(homedir(), '.tofurc')].some((file) => file && existsSync(file));
}

function runs(command) {
  return spawnSync(command, ['version'], { env: environment() }).status === 0;
}

function foldersOf(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The layout of a mirror: host/namespace/name. */
function holdsProvider(folder) {
  try {
    return folder !== undefined && foldersOf(folder).some((host) => existsSync(join(host, PROVIDER)));
  } catch {
    return false;
  }
}

function firstError(text) {
  const said = text.split('\n').find((line) => line.includes('Error'));
  return said === undefined ? 'init failed' : said.replace(/^[^A-Za-z]*/, '').trim();
}

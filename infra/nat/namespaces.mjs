import { spawnSync } from 'node:child_process';

/** What a machine without the rights or the tools for this matrix answers with; nothing has been tested then. */
export const NOT_HERE = 77;

export class NotHere extends Error {}

/** Runs a command to its end; its output, or an error that says what it said. */
export function run(words, input) {
  const [command, ...rest] = words;
  const { status, stdout, stderr, error } = spawnSync(command, rest, { input, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${words.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}

/** Network namespaces of one run, named after its process, and everything in them; gone with `close`. */
export class Namespaces {
  #made = new Set();

  constructor() {
    this.prefix = `tertulia-nat-${process.pid}-`;
  }

  /** Throws NotHere when this machine has no namespaces for us. */
  static requireHere() {
    if (process.getuid() !== 0) throw new NotHere('network namespaces need root');
    for (const tool of [['ip', '-V'], ['nft', '--version']]) {
      if (spawnSync(tool[0], [tool[1]]).error) throw new NotHere(`${tool[0]} is not installed`);
    }
    const probe = `tertulia-nat-${process.pid}-probe`;
    try {
      run(['ip', 'netns', 'add', probe]);
      run(['ip', 'netns', 'exec', probe, 'nft', 'add table inet probe']);
    } catch (refused) {
      throw new NotHere(`network namespaces are not to be had: ${refused.message}`);
    } finally {
      spawnSync('ip', ['netns', 'del', probe]);
    }
  }

  add(...names) {
    for (const name of names) {
      run(['ip', 'netns', 'add', this.prefix + name]);
      this.#made.add(name);
      this.in(name, 'ip link set lo up');
      for (const version of ['ipv4.conf.all', 'ipv6.conf.all']) this.in(name, `sysctl -qw net.${version}.forwarding=1`);
      // Addresses of ours are unique; the wait for proof of that would only make a start slower.
      this.in(name, 'sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv4.conf.all.rp_filter=0');
    }
  }

  /** Both ends with their addresses, each interface called after the other end. */
  link(one, oneAddresses, two, twoAddresses) {
    run(['ip', 'link', 'add', two, 'netns', this.prefix + one, 'type', 'veth', 'peer', 'name', one, 'netns', this.prefix + two]);
    for (const [name, other, addresses] of [[one, two, oneAddresses], [two, one, twoAddresses]]) {
      for (const address of addresses) this.in(name, `ip addr add ${address} dev ${other}`);
      this.in(name, `ip link set ${other} up`);
    }
  }

  in(name, command) {
    return run(this.words(name, command.split(' ')));
  }

  /** Replaces all rules of the namespace. */
  rules(name, text) {
    run(this.words(name, ['nft', '-f', '-']), `flush ruleset\n${text.replaceAll('}', '\n}')}\n`);
  }

  words(name, command) {
    return ['ip', 'netns', 'exec', this.prefix + name, ...command];
  }

  close() {
    for (const name of this.#made) spawnSync('ip', ['netns', 'del', this.prefix + name]);
    this.#made.clear();
  }
}

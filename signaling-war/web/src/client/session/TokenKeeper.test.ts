import { expect, test } from 'vitest';
import { type Exclusively, TokenKeeper } from './TokenKeeper';

class MemoryStorage implements Storage {
  private readonly map = new Map<string, string>();

  get length(): number {
    return this.map.size;
  }

  clear(): void {
    this.map.clear();
  }

  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }

  key(index: number): string | null {
    return [...this.map.keys()][index] ?? null;
  }

  removeItem(key: string): void {
    this.map.delete(key);
  }

  setItem(key: string, value: string): void {
    this.map.set(key, value);
  }
}

/** What Web Locks do, within one process. */
function oneAfterTheOther(): Exclusively {
  let last: Promise<unknown> = Promise.resolve();
  return (_name, work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

const NOW = 1_000_000;
const tokens = (name: string, expiresIn: number) => ({
  accessToken: `a-${name}`,
  refreshToken: `r-${name}`,
  expiresIn,
});

test('good tokens are given as they are', async () => {
  const keeper = new TokenKeeper(new MemoryStorage(), 'server', oneAfterTheOther());
  keeper.write(tokens('one', 900), NOW);
  const kept = await keeper.fresh(() => Promise.reject(new Error('not needed')), NOW);
  expect(kept?.accessToken).toBe('a-one');
});

test('two tabs with one old token renew it once', async () => {
  const storage = new MemoryStorage();
  const lock = oneAfterTheOther();
  const tabs = [new TokenKeeper(storage, 'server', lock), new TokenKeeper(storage, 'server', lock)];
  tabs[0]?.write(tokens('old', 30), NOW);
  const spent: string[] = [];
  const renew = (refreshToken: string) => {
    spent.push(refreshToken);
    return Promise.resolve(tokens('new', 900));
  };
  const got = await Promise.all(tabs.map((tab) => tab.fresh(renew, NOW)));
  expect(spent).toEqual(['r-old']);
  expect(got.map((kept) => kept?.accessToken)).toEqual(['a-new', 'a-new']);
});

test('a refusal is passed on and what lies in the storage stays for the caller to judge', async () => {
  const keeper = new TokenKeeper(new MemoryStorage(), 'server', oneAfterTheOther());
  keeper.write(tokens('old', 0), NOW);
  await expect(keeper.fresh(() => Promise.reject(new Error('revoked')), NOW)).rejects.toThrow('revoked');
  expect(keeper.read()?.refreshToken).toBe('r-old');
});

test('nothing, or rubbish, in the storage is no session', async () => {
  const storage = new MemoryStorage();
  const keeper = new TokenKeeper(storage, 'server', oneAfterTheOther());
  const never = () => Promise.reject(new Error('not needed'));
  expect(await keeper.fresh(never, NOW)).toBeNull();
  storage.setItem('tertulia.server', '{not json');
  expect(await keeper.fresh(never, NOW)).toBeNull();
  storage.setItem('tertulia.server', '{"accessToken":1}');
  expect(await keeper.fresh(never, NOW)).toBeNull();
});

/** Tokens of one kind, as they lie in the browser's storage. */
export interface KeptTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
}

interface FreshTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** Runs `work` while no other tab of this browser runs work of the same name. */
export type Exclusively = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export const exclusively: Exclusively = async (name, work) => {
  // Web Locks exist in secure contexts only, and so does everything else here (WebCrypto, microphones).
  return navigator.locks.request(`tertulia.${name}`, work);
};

const REFRESH_BEFORE_MS = 60_000;

/**
 * Keeps a pair of tokens and renews it before its end.
 *
 * They lie in localStorage, which a script injected into this page could read. A cookie that scripts cannot read would
 * need a server that keeps state per browser and guards against forged requests; the Socket.IO and LiveKit handshakes
 * carry tokens in their payloads anyway. Instead the page forbids foreign scripts (CSP), access tokens live for 15
 * minutes, refresh tokens change at each use and a second use revokes the whole family.
 *
 * That last rule makes two tabs dangerous to each other: both would spend the same refresh token. Hence the lock, and the
 * second look into the storage once the lock is held.
 */
export class TokenKeeper {
  constructor(
    private readonly storage: Storage,
    private readonly name: string,
    private readonly locked: Exclusively = exclusively,
  ) {}

  read(): KeptTokens | null {
    try {
      const kept = JSON.parse(this.storage.getItem(this.key) ?? 'null') as KeptTokens | null;
      return kept && typeof kept.refreshToken === 'string' ? kept : null;
    } catch {
      return null;
    }
  }

  write(tokens: FreshTokens, nowMs: number): KeptTokens {
    const { accessToken, refreshToken, expiresIn } = tokens;
    const kept: KeptTokens = { accessToken, refreshToken, expiresAtMs: nowMs + expiresIn * 1000 };
    this.storage.setItem(this.key, JSON.stringify(kept));
    return kept;
  }

  clear(): void {
    this.storage.removeItem(this.key);
  }

  /** Good tokens, renewed when they end within a minute; null when there are none. Throws what `renew` throws. */
  async fresh(
    renew: (refreshToken: string) => Promise<FreshTokens>,
    nowMs: number = Date.now(),
  ): Promise<KeptTokens | null> {
    const kept = this.read();
    if (kept === null || isFresh(kept, nowMs)) return kept;
    return this.locked(this.name, async () => {
      const current = this.read();
      if (current === null || isFresh(current, nowMs)) return current;
      return this.write(await renew(current.refreshToken), nowMs);
    });
  }

  private get key(): string {
    return `tertulia.${this.name}`;
  }
}

function isFresh(tokens: KeptTokens, nowMs: number): boolean {
  return tokens.expiresAtMs - REFRESH_BEFORE_MS > nowMs;
}

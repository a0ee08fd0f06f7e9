import type { Account } from '../../protocol/model';
import type { AccountTokens } from '../../protocol/rest';
import { requestJson } from '../http';
import { RequestFailed } from '../RequestFailed';
import { TokenKeeper } from '../session/TokenKeeper';
import { Cell, type Readable } from '../../state/Store';

export interface Registration {
  readonly username: string;
  readonly password: string;
  readonly displayName?: string;
}

const ACCOUNT_KEY = 'tertulia.account.user';

/** Who is logged in to the account service in this browser. */
export class AccountSession {
  private readonly cell: Cell<Account | null>;
  private readonly tokens: TokenKeeper;

  constructor(private readonly storage: Storage) {
    this.tokens = new TokenKeeper(storage, 'account');
    this.cell = new Cell(this.tokens.read() ? readAccount(storage) : null);
  }

  get account(): Readable<Account | null> {
    return this.cell;
  }

  async register(registration: Registration): Promise<void> {
    this.accept(await requestJson<AccountTokens>('/api/auth/register', { body: registration }));
  }

  async logIn(username: string, password: string): Promise<void> {
    this.accept(await requestJson<AccountTokens>('/api/auth/login', { body: { username, password } }));
  }

  async logOut(): Promise<void> {
    const kept = this.tokens.read();
    this.forget();
    if (kept === null) return;
    // Logging out must work without a network too; the token then simply ends by itself.
    await requestJson('/api/auth/logout', { body: { refreshToken: kept.refreshToken } }).catch(() => undefined);
  }

  /** A good access token. Refused when the login has ended; the account is forgotten then. */
  async accessToken(): Promise<string> {
    try {
      const kept = await this.tokens.fresh((refreshToken) =>
        requestJson<AccountTokens>('/api/auth/refresh', { body: { refreshToken } }),
      );
      if (kept !== null) return kept.accessToken;
    } catch (thrown) {
      if (thrown instanceof RequestFailed && thrown.code.startsWith('refresh_token_')) this.forget();
      throw thrown;
    }
    this.forget();
    throw new RequestFailed({ ok: false, error: 'unauthenticated', message: 'You are not logged in.' });
  }

  private accept(answer: AccountTokens): void {
    this.tokens.write(answer, Date.now());
    this.storage.setItem(ACCOUNT_KEY, JSON.stringify(answer.user));
    this.cell.set(answer.user);
  }

  private forget(): void {
    this.tokens.clear();
    this.storage.removeItem(ACCOUNT_KEY);
    this.cell.set(null);
  }
}

function readAccount(storage: Storage): Account | null {
  try {
    return JSON.parse(storage.getItem(ACCOUNT_KEY) ?? 'null') as Account | null;
  } catch {
    return null;
  }
}

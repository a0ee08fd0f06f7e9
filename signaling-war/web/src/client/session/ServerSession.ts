import type { Joined, ServerTokens } from '../../protocol/events';
import type { MemberId } from '../../protocol/ids';
import type { Problem } from '../../protocol/problem';
import type { AccountSession } from '../account/AccountSession';
import type { Connection } from '../Connection';
import { randomBase64Url } from '../identity/base64url';
import { DeviceIdentity } from '../identity/DeviceIdentity';
import type { PinCheck, ServerPin } from '../identity/ServerPin';
import type { Vault } from '../identity/Vault';
import { asProblem, RequestFailed } from '../RequestFailed';
import { Scope } from '../../state/Scope';
import { Cell, type Readable } from '../../state/Store';
import { TokenKeeper } from './TokenKeeper';

export type SessionState =
  | { readonly kind: 'starting' }
  /** Nobody is logged in here, or the page wants to ask before it joins. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'joining' }
  | { readonly kind: 'joined'; readonly memberId: MemberId; readonly setupRequired: boolean }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'keyChanged'; readonly pinned: string; readonly met: string }
  | { readonly kind: 'ended'; readonly how: 'kicked' | 'revoked' | 'left'; readonly reason: string };

/** What lets somebody in who is not a member yet. */
export interface Admission {
  readonly nickname?: string;
  readonly inviteCode?: string;
  readonly ownerToken?: string;
}

export interface SessionParts {
  readonly connection: Connection;
  readonly account: AccountSession;
  readonly vault: Vault;
  readonly pin: ServerPin;
  readonly storage: Storage;
  /** `host[:port]` as dialled; what the assertion is for. */
  readonly host: string;
}

/** Tokens in storage made worthless: the next step is a join by identity. */
const TOKENS_DEAD = new Set<Problem['error']>([
  'unauthenticated',
  'token_expired',
  'refresh_token_invalid',
  'refresh_token_reused',
]);

/** This device's way into the server: join, restore after a reload or a long absence, refresh, leave. */
export class ServerSession {
  private readonly cell = new Cell<SessionState>({ kind: 'starting' });
  private readonly tokens: TokenKeeper;
  private readonly scope = new Scope();
  private autoJoin = true;
  private attempt = 0;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: SessionParts) {
    this.tokens = new TokenKeeper(parts.storage, 'server');
  }

  get state(): Readable<SessionState> {
    return this.cell;
  }

  /** `autoJoin` false: restore what there is, but let the page ask before a new membership. */
  start(autoJoin: boolean): void {
    this.autoJoin = autoJoin;
    const { connection } = this.parts;
    this.scope.add(
      connection.status.subscribe(() => {
        const status = connection.status.get();
        if (status.kind !== 'online') return;
        if (status.recovered && this.cell.get().kind === 'joined') return;
        void this.enter();
      }),
    );
    this.scope.add(
      connection.on('server:kicked', ({ reason }) => {
        this.end('kicked', reason ?? '');
      }),
    );
    this.scope.add(
      connection.on('token:revoked', ({ reason }) => {
        this.end('revoked', reason ?? '');
      }),
    );
    this.scope.add(
      connection.onClosedByServer(() => {
        if (this.cell.get().kind !== 'ended')
          setTimeout(() => {
            connection.open();
          }, 1000);
      }),
    );
    connection.open();
  }

  close(): void {
    clearTimeout(this.refreshTimer);
    this.scope.close();
  }

  /** Restores the session if there is one; otherwise joins with the account, if there is one. */
  async enter(): Promise<void> {
    const attempt = ++this.attempt;
    try {
      if (!(await this.serverIsTheSame()) || attempt !== this.attempt) return;
      if (await this.restore()) return;
      if (attempt !== this.attempt) return;
      if (this.autoJoin && this.parts.account.account.get() !== null) await this.joinAs({});
      else this.cell.set({ kind: 'outside' });
    } catch (thrown) {
      if (attempt === this.attempt) this.refuse(thrown);
    }
  }

  /** A page asks for membership: with an invite, with the owner's link, or by itself. */
  async join(admission: Admission): Promise<void> {
    if (this.cell.get().kind === 'joining') return;
    this.attempt++;
    this.autoJoin = true;
    try {
      await this.joinAs(admission);
    } catch (thrown) {
      this.refuse(thrown);
    }
  }

  /** A good server token for REST. */
  async bearer(): Promise<string> {
    const kept = await this.tokens.fresh((refreshToken) => this.renew(refreshToken));
    if (kept === null) throw new RequestFailed({ ok: false, error: 'join_required', message: 'You have not joined.' });
    return kept.accessToken;
  }

  /** Ends the membership. */
  async leave(): Promise<void> {
    await this.parts.connection.exchange('server:leave', {}, 'server:left');
    this.end('left', '');
  }

  /** Forgets this device's session, for example at log-out; the membership stays. */
  forget(): void {
    this.attempt++;
    this.tokens.clear();
    clearTimeout(this.refreshTimer);
    this.cell.set({ kind: 'outside' });
    this.parts.connection.reopen();
  }

  /** The owner has looked at the changed key and trusts it. */
  async trustNewKey(): Promise<void> {
    const state = this.cell.get();
    if (state.kind !== 'keyChanged') return;
    await this.parts.pin.pin(state.met);
    this.tokens.clear();
    this.cell.set({ kind: 'starting' });
    await this.enter();
  }

  private async joinAs(admission: Admission): Promise<void> {
    const { connection, account, pin, vault, host } = this.parts;
    const user = account.account.get();
    if (user === null) {
      this.cell.set({ kind: 'outside' });
      return;
    }
    this.cell.set({ kind: 'joining' });
    const identity = new DeviceIdentity(vault, user.id, () => account.accessToken());
    const nickname = admission.nickname ?? user.displayName;
    const attempt = async (): Promise<Joined> => {
      const challenge = await connection.exchange('server:join', { ...admission, nickname }, 'server:challenge');
      const check = await pin.check(challenge.serverKey);
      if (check.kind === 'changed') throw this.keyChanged(check);
      const asked = { audience: host, nonce: challenge.nonce, serverKeyThumbprint: check.thumbprint };
      const credentials = await identity.credentials(asked, Date.now());
      const joined = await connection.exchange('server:verify', { ...credentials }, 'server:joined');
      if (check.kind === 'first') await pin.pin(check.thumbprint);
      return joined;
    };
    this.joined(await this.onceMoreWithNewCertificate(identity, attempt));
  }

  private async onceMoreWithNewCertificate(identity: DeviceIdentity, attempt: () => Promise<Joined>): Promise<Joined> {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof RequestFailed) || thrown.code !== 'certificate_rejected') throw thrown;
      await identity.forgetCertificate();
      return attempt();
    }
  }

  private async restore(): Promise<boolean> {
    try {
      const kept = await this.tokens.fresh((refreshToken) => this.renew(refreshToken));
      if (kept === null) return false;
      const { accessToken } = kept;
      this.joined(await this.parts.connection.exchange('session:restore', { accessToken }, 'server:joined'));
      return true;
    } catch (thrown) {
      if (!(thrown instanceof RequestFailed) || !TOKENS_DEAD.has(thrown.code)) throw thrown;
      this.tokens.clear();
      return false;
    }
  }

  private joined(joined: Joined): void {
    const { accessToken, refreshToken, expiresIn, memberId, setupRequired } = joined;
    if (accessToken !== undefined && refreshToken !== undefined) {
      this.tokens.write({ accessToken, refreshToken, expiresIn: expiresIn ?? 900 }, Date.now());
    }
    this.planRefresh();
    this.cell.set({ kind: 'joined', memberId, setupRequired });
  }

  private planRefresh(): void {
    clearTimeout(this.refreshTimer);
    const kept = this.tokens.read();
    if (kept === null) return;
    const inMs = Math.max(5_000, kept.expiresAtMs - Date.now() - 55_000);
    this.refreshTimer = setTimeout(() => {
      this.bearer().then(
        () => {
          this.planRefresh();
        },
        (thrown: unknown) => {
          if (thrown instanceof RequestFailed && TOKENS_DEAD.has(thrown.code)) this.end('revoked', thrown.message);
          else this.planRefresh();
        },
      );
    }, inMs);
  }

  private renew(refreshToken: string): Promise<ServerTokens> {
    return this.parts.connection.exchange('token:refresh', { refreshToken }, 'token:refreshed');
  }

  /** Before any token is sent: does the one who answers hold the key that we pinned? */
  private async serverIsTheSame(): Promise<boolean> {
    const { connection, pin } = this.parts;
    if ((await pin.pinned()) === undefined) return true;
    const clientNonce = randomBase64Url(32);
    const { proof } = await connection.exchange('server:identify', { clientNonce }, 'server:identity');
    const check = await pin.checkProof(proof, clientNonce);
    if (check?.kind === 'known') return true;
    this.refuse(check?.kind === 'changed' ? this.keyChanged(check) : RequestFailed.local('key_changed', ''));
    return false;
  }

  private keyChanged(check: PinCheck & { kind: 'changed' }): KeyChanged {
    return new KeyChanged(check.pinned, check.met);
  }

  private refuse(thrown: unknown): void {
    if (thrown instanceof KeyChanged) {
      this.cell.set({ kind: 'keyChanged', pinned: thrown.pinned, met: thrown.met });
      return;
    }
    const problem = asProblem(thrown);
    // A connection that drops in the middle comes back and enters again; what is on the screen may stay.
    const away = problem.error === 'timeout' || problem.error === 'network';
    const now = this.cell.get().kind;
    if (away && (now === 'joined' || now === 'starting') && this.parts.connection.status.get().kind !== 'online')
      return;
    if (problem.error === 'unauthenticated' && this.parts.account.account.get() === null) {
      this.cell.set({ kind: 'outside' });
      return;
    }
    this.cell.set({ kind: 'refused', problem });
  }

  private end(how: 'kicked' | 'revoked' | 'left', reason: string): void {
    this.attempt++;
    this.tokens.clear();
    clearTimeout(this.refreshTimer);
    this.cell.set({ kind: 'ended', how, reason });
  }
}

class KeyChanged extends Error {
  constructor(
    readonly pinned: string,
    readonly met: string,
  ) {
    super('The server shows another key than before.');
  }
}

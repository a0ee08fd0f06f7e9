import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import type { Invite } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import { Cell, type Readable } from '../../state/Store';

export interface InviteDialogState {
  readonly invites: readonly Invite[] | null;
  readonly created: Invite | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** Create, list and revoke; made when the dialog opens. */
export class InviteDialogViewModel {
  private readonly cell = new Cell<InviteDialogState>({ invites: null, created: null, busy: false, problem: null });

  constructor(
    private readonly connection: Connection,
    private readonly origin: string,
  ) {}

  get state(): Readable<InviteDialogState> {
    return this.cell;
  }

  linkOf(invite: Invite): string {
    return `${this.origin}/invite/${invite.code}`;
  }

  load(): Promise<void> {
    return this.attempt(async () => {
      const { invites } = await this.connection.exchange('server:invites:list', {}, 'server:invites');
      this.cell.update((state) => ({ ...state, invites: invites.filter(isActive) }));
    });
  }

  /** Zero means: no limit. */
  create(expiresInHours: number, maxUses: number): Promise<void> {
    return this.attempt(async () => {
      const asked = { ...(expiresInHours > 0 && { expiresInHours }), ...(maxUses > 0 && { maxUses }) };
      const { invite } = await this.connection.exchange('server:invites:create', asked, 'server:invite:created');
      this.cell.update((state) => ({
        ...state,
        created: invite,
        invites: [invite, ...(state.invites ?? []).filter((each) => each.code !== invite.code)],
      }));
    });
  }

  revoke(code: string): Promise<void> {
    return this.attempt(async () => {
      await this.connection.exchange('server:invites:revoke', { code }, 'server:invite:revoked');
      this.cell.update((state) => ({
        ...state,
        created: state.created?.code === code ? null : state.created,
        invites: (state.invites ?? []).filter((invite) => invite.code !== code),
      }));
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.cell.update((state) => ({ ...state, busy: true, problem: null }));
    try {
      await work();
    } catch (thrown) {
      this.cell.update((state) => ({ ...state, problem: asProblem(thrown) }));
    } finally {
      this.cell.update((state) => ({ ...state, busy: false }));
    }
  }
}

function isActive(invite: Invite): boolean {
  if (invite.revoked) return false;
  if (invite.expiresAt && Date.parse(invite.expiresAt) < Date.now()) return false;
  return !invite.maxUses || invite.uses < invite.maxUses;
}

import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import type { Problem } from '../../protocol/problem';
import { Cell, type Readable } from '../../state/Store';

export type SetupStep =
  | { readonly kind: 'naming'; readonly busy: boolean; readonly problem: Problem | null }
  | { readonly kind: 'inviting'; readonly link: string | null; readonly problem: Problem | null };

const FIRST_INVITE_HOURS = 168;

/** What the new owner does once: name the server, then get the first invite. */
export class SetupViewModel {
  private readonly cell = new Cell<SetupStep>({ kind: 'naming', busy: false, problem: null });

  constructor(
    private readonly connection: Connection,
    private readonly origin: string,
  ) {}

  get step(): Readable<SetupStep> {
    return this.cell;
  }

  async name(name: string, description: string): Promise<void> {
    this.cell.set({ kind: 'naming', busy: true, problem: null });
    try {
      await this.connection.request('server:settings:update', { name: name.trim(), description: description.trim() });
      await this.invite();
    } catch (thrown) {
      this.cell.set({ kind: 'naming', busy: false, problem: asProblem(thrown) });
    }
  }

  private async invite(): Promise<void> {
    this.cell.set({ kind: 'inviting', link: null, problem: null });
    try {
      const asked = { expiresInHours: FIRST_INVITE_HOURS };
      const { invite } = await this.connection.exchange('server:invites:create', asked, 'server:invite:created');
      this.cell.set({ kind: 'inviting', link: `${this.origin}/invite/${invite.code}`, problem: null });
    } catch (thrown) {
      this.cell.set({ kind: 'inviting', link: null, problem: asProblem(thrown) });
    }
  }
}

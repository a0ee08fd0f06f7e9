import type { Changed } from '../../protocol/events';
import type { Connection } from '../Connection';
import { applyChanged, type Community, fromDetails } from '../state/community';
import { Scope } from '../../state/Scope';
import { Cell, type Readable } from '../../state/Store';

const BACKLOG = 200;

/** Holds the community up to date: snapshots and versioned changes, in whichever order they arrive. */
export class CommunityWatch {
  private readonly cell = new Cell<Community | null>(null);
  private readonly scope = new Scope();
  private backlog: readonly Changed[] = [];

  constructor(connection: Connection) {
    this.scope.add(
      connection.on('server:details', (details) => {
        const now = this.cell.get();
        if (now && now.server.id === details.server.id && details.version < now.version) return;
        // A change may overtake the snapshot that it belongs after.
        this.cell.set(this.backlog.reduce(applyChanged, fromDetails(details)));
        this.backlog = [];
      }),
    );
    this.scope.add(
      connection.on('server:changed', (changed) => {
        const now = this.cell.get();
        if (now) this.cell.set(applyChanged(now, changed));
        this.backlog = [...this.backlog, changed].slice(-BACKLOG);
      }),
    );
  }

  get community(): Readable<Community | null> {
    return this.cell;
  }

  /** A new session begins: versions may start anew. */
  reset(): void {
    this.backlog = [];
    this.cell.set(null);
  }

  close(): void {
    this.scope.close();
  }
}

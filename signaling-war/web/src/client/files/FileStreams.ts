import type { FileId } from '../../protocol/ids';
import { Cell, type Readable } from '../../state/Store';

/**
 * Addresses for players, which fetch pieces by themselves and carry no token: `public/play.js`, a service worker, adds one to
 * each request. It gets it from here. Where there are no service workers (plain HTTP, some private windows), never ready.
 */
export class FileStreams {
  private readonly cell = new Cell(false);

  constructor(private readonly bearer: () => Promise<string>) {}

  get ready(): Readable<boolean> {
    return this.cell;
  }

  /** Once for the page. */
  start(): void {
    // Absent where the page is not a secure context, whatever the type says.
    const workers = (navigator as Partial<Navigator>).serviceWorker;
    if (!workers) return;
    const look = (): void => {
      this.cell.set(workers.controller !== null);
    };
    workers.addEventListener('controllerchange', look);
    workers.addEventListener('message', (event) => void this.answer(event));
    workers.startMessages();
    look();
    workers.register('/play.js').catch(() => undefined);
  }

  address(fileId: FileId): string {
    return `/api/uploads/files/${encodeURIComponent(fileId)}?play=1`;
  }

  private async answer({ data, ports }: MessageEvent<unknown>): Promise<void> {
    if (typeof data !== 'object' || data === null || !('kind' in data) || data.kind !== 'bearer') return;
    const token = await this.bearer().catch(() => null);
    ports[0]?.postMessage(token);
  }
}

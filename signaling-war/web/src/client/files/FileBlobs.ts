import type { FileId } from '../../protocol/ids';
import { RequestFailed } from '../RequestFailed';
import { refusal } from '../http';

interface Held {
  readonly url: Promise<string>;
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A file scrolled out of sight is often scrolled back; only after this is its memory given up. */
const KEEP_UNUSED_MS = 30_000;

/**
 * Files as blob URLs. An `<img>` cannot carry a bearer token, so the file is fetched with one; each URL is revoked some
 * time after its last holder let go, since the browser would keep the bytes for ever.
 */
export class FileBlobs {
  private readonly held = new Map<string, Held>();

  constructor(private readonly bearer: () => Promise<string>) {}

  /** The URL, good until `release` was called as often as this. */
  acquire(fileId: FileId, thumb: boolean): Promise<string> {
    const path = pathOf(fileId, thumb);
    let held = this.held.get(path);
    if (!held) {
      held = { url: this.load(path), holders: 0, timer: undefined };
      held.url.catch(() => this.held.delete(path));
      this.held.set(path, held);
    }
    clearTimeout(held.timer);
    held.holders++;
    return held.url;
  }

  release(fileId: FileId, thumb: boolean): void {
    const path = pathOf(fileId, thumb);
    const held = this.held.get(path);
    if (!held || --held.holders > 0) return;
    held.timer = setTimeout(() => {
      this.held.delete(path);
      void held.url.then(
        (url) => {
          URL.revokeObjectURL(url);
        },
        () => undefined,
      );
    }, KEEP_UNUSED_MS);
  }

  private async load(path: string): Promise<string> {
    const headers = { authorization: `Bearer ${await this.bearer()}` };
    const response = await fetch(path, { headers }).catch(() => null);
    if (response === null) throw RequestFailed.local('network', 'The file could not be fetched.');
    if (!response.ok) throw refusal(response.status, await response.json().catch(() => null));
    return URL.createObjectURL(await response.blob());
  }
}

function pathOf(fileId: FileId, thumb: boolean): string {
  return `/api/uploads/files/${encodeURIComponent(fileId)}${thumb ? '?thumb=1' : ''}`;
}

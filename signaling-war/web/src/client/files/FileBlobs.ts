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
const ATTEMPTS = 3;

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
      revoke(held);
    }, KEEP_UNUSED_MS);
  }

  /** The file is gone for everybody: its bytes go at once, whoever still shows them. */
  forget(fileId: FileId): void {
    for (const path of [pathOf(fileId, true), pathOf(fileId, false)]) {
      const held = this.held.get(path);
      this.held.delete(path);
      clearTimeout(held?.timer);
      if (held) revoke(held);
    }
  }

  /** Puts the file where the browser keeps downloads. A link could not: it would carry no token. */
  async save(fileId: FileId, name: string): Promise<void> {
    const url = URL.createObjectURL(await this.fetch(`${pathOf(fileId, false)}?download=1`));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, KEEP_UNUSED_MS);
  }

  private async load(path: string): Promise<string> {
    return URL.createObjectURL(await this.fetch(path));
  }

  private async fetch(path: string): Promise<Blob> {
    for (let attempt = 1; ; attempt++) {
      const headers = { authorization: `Bearer ${await this.bearer()}` };
      const response = await fetch(path, { headers }).catch(() => null);
      if (response === null) throw RequestFailed.local('network', 'The file could not be fetched.');
      if (response.ok) return response.blob();
      const refused = refusal(response.status, await response.json().catch(() => null));
      if (refused.code !== 'rate_limited' || attempt >= ATTEMPTS) throw refused;
      // A page full of emojis may ask for more at once than one address may have in a minute.
      const inMs = refused.problem.retryAfterMs ?? 1000;
      await new Promise((resolve) => {
        setTimeout(resolve, inMs);
      });
    }
  }
}

function revoke(held: Held): void {
  void held.url.then(
    (url) => {
      URL.revokeObjectURL(url);
    },
    () => undefined,
  );
}

function pathOf(fileId: FileId, thumb: boolean): string {
  return `/api/uploads/files/${encodeURIComponent(fileId)}${thumb ? '?thumb=1' : ''}`;
}

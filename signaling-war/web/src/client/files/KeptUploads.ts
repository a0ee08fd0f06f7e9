import type { ChannelId, MemberId } from '../../protocol/ids';

/** An upload in parts that a reload of the page interrupts. */
export interface KeptUpload {
  readonly uploadId: string;
  readonly memberId: MemberId;
  readonly channelId: ChannelId;
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
  readonly atMs: number;
  /** Null when the browser would not keep it: the member has to choose it once more. */
  readonly file: File | null;
}

/** What the server forgets after a day without progress need not be remembered here. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const STORE = 'sessions';

/** Uploads in parts, kept in IndexedDB while they run. Where it is missing, a reload costs the upload, nothing else. */
export class KeptUploads {
  private opened: Promise<IDBDatabase> | null = null;

  async put(kept: KeptUpload): Promise<void> {
    const store = (value: KeptUpload): Promise<unknown> =>
      this.run('readwrite', (sessions) => sessions.put(value, value.uploadId));
    // Browsers copy the file, and may find it too large.
    await store(kept).catch(() => store({ ...kept, file: null }).catch(() => undefined));
  }

  async remove(uploadId: string): Promise<void> {
    await this.run('readwrite', (sessions) => sessions.delete(uploadId)).catch(() => undefined);
  }

  async all(nowMs: number): Promise<readonly KeptUpload[]> {
    const all = (await this.run('readonly', (sessions) => sessions.getAll()).catch(() => [])) as KeptUpload[];
    for (const old of all.filter((kept) => kept.atMs < nowMs - FORGOTTEN_AFTER_MS)) void this.remove(old.uploadId);
    return all.filter((kept) => kept.atMs >= nowMs - FORGOTTEN_AFTER_MS);
  }

  private async run(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    const database = await (this.opened ??= open());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = (): void => {
        resolve(request.result as unknown);
      };
      transaction.onabort = (): void => {
        reject(transaction.error ?? new Error('IndexedDB gave up.'));
      };
    });
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('tertulia.uploads', 1);
    request.onupgradeneeded = (): void => {
      request.result.createObjectStore(STORE);
    };
    request.onsuccess = (): void => {
      resolve(request.result);
    };
    request.onerror = (): void => {
      reject(request.error ?? new Error('IndexedDB cannot be opened.'));
    };
  });
}

/** Whether a file that was chosen again is the one that was interrupted. */
export function isSameFile(kept: KeptUpload, file: File): boolean {
  return kept.name === file.name && kept.size === file.size && kept.lastModified === file.lastModified;
}

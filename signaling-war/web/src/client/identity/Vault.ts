/** Small key-value shelves in IndexedDB: the only place of a browser that can hold a key that cannot be read out. */
export type Shelf = 'deviceKeys' | 'certificates' | 'serverPins';

const SHELVES: readonly Shelf[] = ['deviceKeys', 'certificates', 'serverPins'];

export interface Vault {
  get<T>(shelf: Shelf, key: string): Promise<T | undefined>;
  put(shelf: Shelf, key: string, value: unknown): Promise<void>;
  remove(shelf: Shelf, key: string): Promise<void>;
}

export class BrowserVault implements Vault {
  private opened: Promise<IDBDatabase> | null = null;

  async get<T>(shelf: Shelf, key: string): Promise<T | undefined> {
    return (await this.run(shelf, 'readonly', (store) => store.get(key))) as T | undefined;
  }

  async put(shelf: Shelf, key: string, value: unknown): Promise<void> {
    await this.run(shelf, 'readwrite', (store) => store.put(value, key));
  }

  async remove(shelf: Shelf, key: string): Promise<void> {
    await this.run(shelf, 'readwrite', (store) => store.delete(key));
  }

  private async run(
    shelf: Shelf,
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest,
  ): Promise<unknown> {
    const database = await (this.opened ??= openDatabase());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, mode);
      const request = work(transaction.objectStore(shelf));
      transaction.oncomplete = (): void => {
        resolve(request.result as unknown);
      };
      transaction.onabort = (): void => {
        reject(transaction.error ?? new Error('IndexedDB gave up.'));
      };
    });
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('tertulia', 1);
    request.onupgradeneeded = (): void => {
      for (const shelf of SHELVES) request.result.createObjectStore(shelf);
    };
    request.onsuccess = (): void => {
      resolve(request.result);
    };
    request.onerror = (): void => {
      reject(request.error ?? new Error('IndexedDB cannot be opened.'));
    };
  });
}

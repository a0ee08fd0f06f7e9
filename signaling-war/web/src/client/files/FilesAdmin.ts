import type { DeadLetter, FilesReport, Sweep } from '../../protocol/rest';
import type { UploadApi } from './UploadApi';

/** What an administrator sees of stored files: docs/protocol.md §5. */
export class FilesAdmin {
  constructor(private readonly api: UploadApi) {}

  /** Null from a server that has no such page. */
  async report(): Promise<FilesReport | null> {
    const answer = await this.api.json<Partial<FilesReport> | null>('/api/admin/files').catch(() => null);
    if (answer === null || typeof answer !== 'object') return null;
    const { deadLetters, sweeps, usage } = answer;
    const quota = await this.api.quota().catch(() => null);
    return {
      deadLetters: list<DeadLetter>(deadLetters),
      sweeps: list<Sweep>(sweeps),
      usage: { ...usage, limit: quota?.serverLimit ?? null },
    };
  }

  async dryRun(): Promise<void> {
    await this.api.json('/api/admin/sweeps', { body: { dryRun: true } });
  }

  async retry({ function: name, id }: DeadLetter): Promise<void> {
    const path = `/api/admin/dead-letters/${encodeURIComponent(name)}/${encodeURIComponent(id)}/retry`;
    await this.api.json(path, { method: 'POST' });
  }
}

function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

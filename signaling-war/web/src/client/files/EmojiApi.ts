import type { EmojiResult } from '../../protocol/rest';
import type { Sending, UploadApi } from './UploadApi';

/** The server's own emojis: docs/protocol.md §5. Everybody hears of a change by `server:changed`. */
export class EmojiApi {
  constructor(private readonly api: UploadApi) {}

  /** One picture under a name, or a ZIP whose entries bring theirs. */
  async add(file: File, name: string | null, sending: Sending): Promise<readonly EmojiResult[]> {
    const form = new FormData();
    // The name first: a server that reads the body as a stream knows it when the file comes.
    if (name !== null) form.append('name', name);
    form.append('file', file, file.name);
    const { results } = await this.api.post<{ results: readonly EmojiResult[] }>('/api/emojis', form, sending);
    return results;
  }

  async rename(name: string, to: string): Promise<void> {
    await this.api.json(pathOf(name), { method: 'PATCH', body: { name: to } });
  }

  async remove(name: string): Promise<void> {
    await this.api.json(pathOf(name), { method: 'DELETE' });
  }
}

function pathOf(name: string): string {
  return `/api/emojis/${encodeURIComponent(name)}`;
}

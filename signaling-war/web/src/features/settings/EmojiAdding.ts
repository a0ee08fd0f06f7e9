import type { EmojiApi } from '../../client/files/EmojiApi';
import type { UploadTools } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { FileId } from '../../protocol/ids';
import type { Attachment } from '../../protocol/model';
import type { EmojiResult } from '../../protocol/rest';
import { Cell, type Readable } from '../../state/Store';
import { uploadProblemText, verdictText } from '../../ui/text/fileTexts';
import { t } from '../../ui/text/text';

/** One file that becomes an emoji; a ZIP becomes several. */
export interface EmojiFile {
  readonly id: string;
  readonly file: File;
  readonly zip: boolean;
  readonly name: string;
  /** The picture as it lies on this computer. */
  readonly preview: string | null;
  readonly state: EmojiFileState;
}

export type EmojiFileState =
  | { readonly kind: 'named' }
  | { readonly kind: 'sending'; readonly part: number }
  | { readonly kind: 'added'; readonly fileId: FileId | null }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unpacked'; readonly results: readonly EmojiResult[] };

const NAME = /^\w{2,32}$/;

export function isEmojiName(name: string): boolean {
  return NAME.test(name);
}

/** A name out of a file's: `Party Parrot (2).gif` is party_parrot_2. */
export function nameFrom(fileName: string): string {
  const stem = fileName.replace(/\.[^./]*$/, '').toLowerCase();
  return stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 32);
}

/** Files on their way to become emojis: named, sent one after the other, each with its own outcome. */
export class EmojiAdding {
  private readonly cell = new Cell<readonly EmojiFile[]>([]);
  private readonly ended = new AbortController();
  private readonly unlisten: () => void;
  private count = 0;

  constructor(
    private readonly api: EmojiApi,
    private readonly tools: UploadTools,
    private readonly maxBytes: number,
  ) {
    this.unlisten = tools.onFileChanged((attachment) => {
      this.judged(attachment);
    });
  }

  get files(): Readable<readonly EmojiFile[]> {
    return this.cell;
  }

  add(files: Iterable<File>): void {
    const added = [...files].map((file): EmojiFile => {
      const zip = file.type.includes('zip') || /\.zip$/i.test(file.name);
      const tooLarge = file.size > this.maxBytes;
      const problem = { ok: false, error: 'file_too_large', message: '', limit: this.maxBytes } as const;
      const state = tooLarge ? refused(uploadProblemText(problem)) : ({ kind: 'named' } as const);
      const preview = zip ? null : URL.createObjectURL(file);
      return { id: String(++this.count), file, zip, name: zip ? '' : nameFrom(file.name), preview, state };
    });
    this.cell.update((all) => [...all, ...added]);
  }

  rename(id: string, name: string): void {
    this.change(id, (file) => ({ ...file, name, state: { kind: 'named' } }));
  }

  remove(id: string): void {
    const gone = this.cell.get().filter((file) => file.id === id);
    this.cell.update((all) => all.filter((file) => file.id !== id));
    forgetPreviews(gone);
  }

  /** Those that are ready; the outcome of each stands beside it. */
  async sendAll(taken: ReadonlySet<string>): Promise<void> {
    const names = new Set(taken);
    for (const file of this.cell.get().filter((each) => each.state.kind === 'named')) {
      const complaint = file.zip ? '' : nameComplaint(file.name, names);
      if (complaint) this.settle(file.id, refused(complaint));
      else {
        names.add(file.name);
        this.settle(file.id, await this.sendOne(file));
      }
    }
  }

  close(): void {
    this.ended.abort();
    this.unlisten();
    forgetPreviews(this.cell.get());
  }

  private async sendOne({ id, file, name, zip }: EmojiFile): Promise<EmojiFileState> {
    const { signal } = this.ended;
    const onProgress = (sent: number): void => {
      this.settle(id, { kind: 'sending', part: Math.min(1, sent / Math.max(1, file.size)) });
    };
    try {
      onProgress(0);
      const results = await this.tools.slots.run(signal, () =>
        this.api.add(file, zip ? null : name, { signal, onProgress }),
      );
      return zip ? { kind: 'unpacked', results } : outcome(results[0]);
    } catch (thrown) {
      return refused(uploadProblemText(asProblem(thrown)));
    }
  }

  /** A picture that is refused takes its emoji with it; here is where its sender learns why. */
  private judged({ file_id, state, code }: Attachment): void {
    if (state !== 'rejected' && state !== 'failed') return;
    const reason = verdictText(code);
    this.cell.update((all) =>
      all.map((file) => {
        if (file.state.kind === 'added' && file.state.fileId === file_id) return { ...file, state: refused(reason) };
        if (file.state.kind !== 'unpacked') return file;
        const results = file.state.results.map((result) =>
          result.fileId === file_id ? { name: result.name, error: { code: code ?? state, message: reason } } : result,
        );
        return { ...file, state: { kind: 'unpacked', results } };
      }),
    );
  }

  private settle(id: string, state: EmojiFileState): void {
    this.change(id, (file) => ({ ...file, state }));
  }

  private change(id: string, make: (file: EmojiFile) => EmojiFile): void {
    this.cell.update((all) => all.map((file) => (file.id === id ? make(file) : file)));
  }
}

function outcome(result: EmojiResult | undefined): EmojiFileState {
  return result?.error ? refused(emojiRefusal(result)) : { kind: 'added', fileId: result?.fileId ?? null };
}

/** In the reader's language where we have words for the code. */
export function emojiRefusal({ error }: EmojiResult): string {
  if (error?.code === 'conflict') return t('emoji.taken');
  return error ? uploadProblemText(asProblem({ ok: false, error: error.code, message: error.message })) : '';
}

function nameComplaint(name: string, taken: ReadonlySet<string>): string {
  if (!isEmojiName(name)) return t('emoji.badName');
  return taken.has(name) ? t('emoji.taken') : '';
}

function refused(reason: string): EmojiFileState {
  return { kind: 'refused', reason };
}

function forgetPreviews(files: readonly EmojiFile[]): void {
  for (const { preview } of files) if (preview !== null) URL.revokeObjectURL(preview);
}

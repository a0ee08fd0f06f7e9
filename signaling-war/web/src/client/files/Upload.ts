import type { Attachment } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import type { UploadAccepted, UploadSession } from '../../protocol/rest';
import { asProblem } from '../RequestFailed';
import { Cell, type Readable } from '../../state/Store';
import { followFile, type FollowTools } from './followFile';
import { PartUpload, type PartTools } from './PartUpload';
import { SendRate } from './SendRate';

export type UploadState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'sending';
      readonly sent: number;
      readonly bytesPerSecond: number | null;
      readonly secondsLeft: number | null;
    }
  /** `lost`: the connection or the server is away, and it goes on by itself. */
  | { readonly kind: 'paused'; readonly sent: number; readonly why: 'user' | 'lost' }
  | { readonly kind: 'stored'; readonly attachment: Attachment }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface UploadTools extends PartTools, FollowTools {
  readonly nowMs: () => number;
}

/** Where a file goes: the attachments, or a place of its own such as a member's picture. */
export interface UploadTarget {
  readonly path: string;
  /** A file that begins before the page was loaded anew goes on in its session. */
  readonly uploadId?: string;
  /** Only attachments may go in parts. */
  readonly inParts: boolean;
}

export const ATTACHMENT: UploadTarget = { path: '/api/uploads', inParts: true };

/** Above this a file goes in parts, so that a lost connection does not cost all of it. */
export const PARTS_ABOVE_BYTES = 8 * 1024 * 1024;

const RETRY_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const;
/** Failures of the moment; everything else is an answer. */
const AWAY = new Set<Problem['error']>(['network', 'timeout', 'unavailable', 'rate_limited', 'internal']);

/** One file on its way to the server, until its picture is made or refused. Owned by the list that it was put into. */
export class Upload {
  /** The picture as it lies on this computer; it need not come back from the server to be seen. Null for other files. */
  readonly preview: string | null;
  private readonly cell = new Cell<UploadState>({ kind: 'waiting' });
  private readonly parts: PartUpload | null;
  private readonly rate = new SendRate();
  private running: AbortController | null = null;
  private unfollow: (() => void) | null = null;
  private sent = 0;
  private over = false;
  private session: UploadSession | null = null;

  constructor(
    readonly id: string,
    readonly file: File,
    private readonly tools: UploadTools,
    private readonly target: UploadTarget = ATTACHMENT,
    private readonly onSession: (session: UploadSession | null) => void = () => undefined,
  ) {
    this.preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    this.parts =
      target.inParts && (file.size > PARTS_ABOVE_BYTES || target.uploadId !== undefined)
        ? new PartUpload(tools, file, target.uploadId ?? null, {
            onSession: (opened) => {
              this.session = opened;
              this.onSession(opened);
            },
            onProgress: (sent) => {
              this.progress(sent);
            },
          })
        : null;
  }

  get state(): Readable<UploadState> {
    return this.cell;
  }

  /** Only what goes in parts can go on in the middle. */
  get pausable(): boolean {
    return this.parts !== null;
  }

  /** Refused before a byte was sent. */
  refuse(problem: Problem): void {
    this.cell.set({ kind: 'failed', problem });
  }

  /** Begins, or goes on after a pause or a failure. */
  start(): void {
    const state = this.cell.get();
    if (this.over || state.kind === 'stored') return;
    this.running?.abort();
    this.running = new AbortController();
    void this.run(this.running.signal);
  }

  pause(): void {
    if (this.cell.get().kind === 'stored') return;
    this.running?.abort();
    this.rate.forget();
    this.cell.set({ kind: 'paused', sent: this.sent, why: 'user' });
  }

  /** Gives the file up, here and on the server. */
  cancel(): void {
    if (this.cell.get().kind !== 'stored') this.parts?.cancel();
    this.letGo();
    this.onSession(null);
  }

  /** No more questions: the message that carries the file is told by `chat:edited` from now on. */
  letGo(): void {
    this.over = true;
    this.running?.abort();
    this.unfollow?.();
    if (this.preview !== null) URL.revokeObjectURL(this.preview);
  }

  private async run(signal: AbortSignal): Promise<void> {
    let begunAnew = false;
    for (let failures = 0; !signal.aborted;) {
      const before = this.sent;
      try {
        this.stored(await this.attempt(signal));
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        const problem = asProblem(thrown);
        if (problem.error === 'not_found' && this.parts && !begunAnew) {
          begunAnew = true;
          this.parts.forget();
          continue;
        }
        if (this.sent > before) failures = 0;
        if (!(await isReadable(this.file))) {
          this.refuse({ ok: false, error: 'file_unreadable', message: 'The file cannot be read.' });
          return;
        }
        if (!AWAY.has(problem.error) || (problem.error !== 'network' && failures >= RETRY_MS.length)) {
          this.cell.set({ kind: 'failed', problem });
          return;
        }
        await this.waitOut(problem, failures++, signal);
      }
    }
  }

  private async waitOut(problem: Problem, failures: number, signal: AbortSignal): Promise<void> {
    this.rate.forget();
    this.cell.set({ kind: 'paused', sent: this.sent, why: 'lost' });
    const inMs = Math.max(problem.retryAfterMs ?? 0, RETRY_MS[failures] ?? 30_000);
    await this.tools.waitToRetry(inMs, signal);
  }

  private attempt(signal: AbortSignal): Promise<UploadAccepted> {
    if (this.parts) return this.parts.run(signal);
    this.sent = 0;
    return this.tools.slots.run(signal, async () => {
      const form = new FormData();
      form.append('file', this.file, this.file.name);
      const onProgress = (sent: number): void => {
        // The form around the file counts as well; nobody wants to see 101 %.
        this.progress(Math.min(sent, this.file.size));
      };
      this.progress(0);
      return this.tools.api.post<UploadAccepted>(this.target.path, form, { signal, onProgress });
    });
  }

  private progress(sent: number): void {
    if (this.running?.signal.aborted !== false) return;
    this.sent = sent;
    this.rate.record(sent, this.tools.nowMs());
    this.cell.set({
      kind: 'sending',
      sent,
      bytesPerSecond: this.rate.bytesPerSecond(),
      secondsLeft: this.rate.secondsLeft(this.file.size - sent),
    });
  }

  /** Faces and icons are answered with the id and the state alone. */
  private stored(accepted: Pick<UploadAccepted, 'fileId' | 'state'> & Partial<UploadAccepted>): void {
    const { file } = this;
    if (this.over) return;
    if (this.session || this.target.uploadId !== undefined) this.onSession(null);
    this.show({ name: file.name, mime: file.type, size: file.size, ...accepted, file_id: accepted.fileId });
    this.unfollow = followFile(this.tools, accepted.fileId, (attachment) => {
      this.show(attachment);
    });
  }

  private show(attachment: Attachment): void {
    if (!this.over) this.cell.set({ kind: 'stored', attachment });
  }
}

/** False when it was moved or changed meanwhile, and for folders, which browsers hand over as if they were files. */
export function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

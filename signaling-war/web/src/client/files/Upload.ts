import type { FileId } from '../../protocol/ids';
import type { Attachment } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import type { UploadAccepted } from '../../protocol/rest';
import { refusal, requestJson } from '../http';
import { asProblem, RequestFailed } from '../RequestFailed';
import { Cell, type Readable } from '../../state/Store';

export type UploadState =
  | { readonly kind: 'sending'; readonly progress: number }
  | { readonly kind: 'stored'; readonly attachment: Attachment }
  | { readonly kind: 'failed'; readonly problem: Problem };

const ASK_AGAIN_MS = [500, 700, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12000, 20000] as const;

/** One file on its way to the server, until its picture is made or refused. Owned by the editor that it was put into. */
export class Upload {
  /** The picture as it lies on this computer; it need not come back from the server to be seen. */
  readonly preview: string;
  private readonly cell = new Cell<UploadState>({ kind: 'sending', progress: 0 });
  private readonly request = new XMLHttpRequest();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cancelled = false;

  constructor(
    readonly id: string,
    readonly file: File,
    private readonly bearer: () => Promise<string>,
  ) {
    this.preview = URL.createObjectURL(file);
  }

  get state(): Readable<UploadState> {
    return this.cell;
  }

  async start(): Promise<void> {
    try {
      const accepted = await this.post(await this.bearer());
      const { fileId, ...rest } = accepted;
      this.cell.set({ kind: 'stored', attachment: { ...rest, file_id: fileId } });
      this.follow(fileId, 0);
    } catch (thrown) {
      if (!this.cancelled) this.cell.set({ kind: 'failed', problem: asProblem(thrown) });
    }
  }

  /** No more questions: the message that carries the file is told by `chat:edited` from now on. */
  cancel(): void {
    this.cancelled = true;
    URL.revokeObjectURL(this.preview);
    clearTimeout(this.timer);
    this.request.abort();
  }

  /** XMLHttpRequest and not fetch, because only it tells how much of a body has been sent. */
  private post(token: string): Promise<UploadAccepted> {
    const form = new FormData();
    form.append('file', this.file, this.file.name);
    const { request } = this;
    return new Promise((resolve, reject) => {
      request.upload.onprogress = ({ loaded, total }): void => {
        this.cell.set({ kind: 'sending', progress: total > 0 ? loaded / total : 0 });
      };
      request.onload = (): void => {
        const answer = parse(request.responseText);
        if (request.status === 201 || request.status === 200) resolve(answer as UploadAccepted);
        else reject(refusal(request.status, answer));
      };
      request.onerror = (): void => {
        reject(RequestFailed.local('network', 'The file did not get through.'));
      };
      request.open('POST', '/api/uploads');
      request.setRequestHeader('authorization', `Bearer ${token}`);
      request.send(form);
    });
  }

  private follow(fileId: FileId, round: number): void {
    const inMs = ASK_AGAIN_MS[round];
    if (this.cancelled || inMs === undefined) return;
    this.timer = setTimeout(() => {
      void this.ask(fileId).then((settled) => {
        if (!settled) this.follow(fileId, round + 1);
      });
    }, inMs);
  }

  private async ask(fileId: FileId): Promise<boolean> {
    try {
      const bearer = await this.bearer();
      const attachment = await requestJson<Attachment>(`/api/uploads/${fileId}`, { bearer });
      if (this.cancelled) return true;
      this.cell.set({ kind: 'stored', attachment });
      return attachment.state !== 'queued' && attachment.state !== 'processing';
    } catch {
      return false;
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

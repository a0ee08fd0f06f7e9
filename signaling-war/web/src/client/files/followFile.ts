import type { FileId } from '../../protocol/ids';
import type { Attachment, AttachmentState } from '../../protocol/model';
import type { UploadApi } from './UploadApi';

/** Resolves after `inMs`, or earlier when the connection came back; never throws. */
export type WaitToRetry = (inMs: number, signal: AbortSignal) => Promise<void>;

export interface FollowTools {
  readonly api: UploadApi;
  readonly waitToRetry: WaitToRetry;
  /** The server says by itself when a file of ours changes. */
  readonly onFileChanged: (listener: (attachment: Attachment) => void) => () => void;
}

/** Events may be missed; asking seldom makes up for it. About as long as the server waits for a verdict. */
const ASK_MS = [600, 1000, 1500, 2500, 4000, 6000, 8000, 12_000, 20_000, 30_000, 45_000] as const;

export function isSettled(state: AttachmentState): boolean {
  return state !== 'queued' && state !== 'processing';
}

/** Tells each state of a file until it is settled; the answer ends it early. */
export function followFile(tools: FollowTools, fileId: FileId, onState: (attachment: Attachment) => void): () => void {
  const ended = new AbortController();
  const tell = (attachment: Attachment): void => {
    if (ended.signal.aborted) return;
    if (isSettled(attachment.state)) end();
    onState(attachment);
  };
  const unlisten = tools.onFileChanged((attachment) => {
    if (attachment.file_id === fileId) tell(attachment);
  });
  const end = (): void => {
    ended.abort();
    unlisten();
  };
  const ask = async (): Promise<void> => {
    for (const inMs of ASK_MS) {
      await tools.waitToRetry(inMs, ended.signal);
      if (ended.signal.aborted) return;
      const attachment = await tools.api.file(fileId).catch(() => null);
      if (attachment) tell(attachment);
    }
  };
  void ask();
  return end;
}

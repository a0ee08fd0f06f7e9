import type { ChannelId, MemberId } from '../../protocol/ids';
import type { Quota, UploadSession } from '../../protocol/rest';
import { type KeptUpload, type KeptUploads } from './KeptUploads';
import { ATTACHMENT, Upload, type UploadTools } from './Upload';

/** Where an upload belongs, so that a reload puts it back. */
export interface UploadPlace {
  readonly memberId: MemberId;
  readonly channelId: ChannelId;
}

/** Makes the uploads of attachments, and remembers those in parts over a reload of the page. */
export class AttachmentUploads {
  private count = 0;

  constructor(
    private readonly tools: UploadTools,
    private readonly kept: KeptUploads,
  ) {}

  create(file: File, place: UploadPlace, uploadId?: string): Upload {
    let release = uploadId === undefined ? null : hold(uploadId);
    let current = uploadId;
    const onSession = (session: UploadSession | null): void => {
      if (current !== undefined && current !== session?.uploadId) void this.kept.remove(current);
      release?.();
      current = session?.uploadId;
      release = session === null ? null : hold(session.uploadId);
      if (session) void this.kept.put(record(session.uploadId, file, place, this.tools.nowMs()));
    };
    const target = uploadId === undefined ? ATTACHMENT : { ...ATTACHMENT, uploadId };
    return new Upload(String(++this.count), file, this.tools, target, onSession);
  }

  /** What a reload has interrupted, and no other tab is busy with. */
  async interrupted(memberId: MemberId): Promise<readonly KeptUpload[]> {
    const all = await this.kept.all(this.tools.nowMs());
    if (all.length === 0) return all;
    const { held = [] } = await navigator.locks.query();
    const busy = new Set(held.map((lock) => lock.name));
    return all.filter((kept) => kept.memberId === memberId && !busy.has(lockOf(kept.uploadId)));
  }

  forget(kept: KeptUpload): void {
    this.tools.api.cancel(kept.uploadId).catch(() => undefined);
    void this.kept.remove(kept.uploadId);
  }

  /** What the member may still store; null when the server does not say. */
  quota(): Promise<Quota | null> {
    return this.tools.api.quota().catch(() => null);
  }
}

function record(uploadId: string, file: File, place: UploadPlace, atMs: number): KeptUpload {
  const { name, size, lastModified } = file;
  return { uploadId, ...place, name, size, lastModified, atMs, file };
}

function lockOf(uploadId: string): string {
  return `tertulia.upload.${uploadId}`;
}

/** Tells other tabs, until released or until this page is gone, that the upload is in good hands. */
function hold(uploadId: string): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(lockOf(uploadId), () => released);
  return release;
}

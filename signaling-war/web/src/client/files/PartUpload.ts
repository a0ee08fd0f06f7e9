import type { UploadAccepted, UploadSession } from '../../protocol/rest';
import { RequestFailed } from '../RequestFailed';
import type { Slots } from './Slots';
import type { UploadApi } from './UploadApi';

const AT_ONCE = 3;

export interface PartTools {
  readonly api: UploadApi;
  readonly slots: Slots;
}

/**
 * One file in parts. Each run goes on where the server says that the last one ended, so whoever owns this may stop it at any
 * point and run it again; a reload only has to remember the upload's id.
 */
export class PartUpload {
  private session: UploadSession | null = null;
  private readonly received = new Set<number>();
  private readonly moving = new Map<number, number>();
  /** All parts are there; only the server's last word is missing. */
  private completing: UploadSession | null = null;
  private directWorked = false;
  private directFailed = false;

  constructor(
    private readonly tools: PartTools,
    private readonly file: File,
    private uploadId: string | null,
    private readonly events: {
      readonly onSession: (session: UploadSession) => void;
      readonly onProgress: (sent: number) => void;
    },
  ) {}

  async run(signal: AbortSignal): Promise<UploadAccepted> {
    if (this.completing === null) {
      const session = await this.open();
      signal.throwIfAborted();
      await this.sendMissing(session, signal);
      signal.throwIfAborted();
      this.completing = session;
    }
    return this.complete(this.completing);
  }

  /** Best effort: what is not cancelled ends by itself after a day. */
  cancel(): void {
    if (this.uploadId !== null) this.tools.api.cancel(this.uploadId).catch(() => undefined);
  }

  /** The server knows the upload no more; the next run begins anew. */
  forget(): void {
    this.session = null;
    this.completing = null;
    this.uploadId = null;
    this.received.clear();
  }

  private async open(): Promise<UploadSession> {
    const { api } = this.tools;
    const known = this.uploadId !== null;
    const session =
      this.uploadId === null
        ? await api.openSession({ name: this.file.name, size: this.file.size })
        : await api.session(this.uploadId);
    this.session = session;
    this.uploadId = session.uploadId;
    this.received.clear();
    for (const part of session.received) this.received.add(part);
    if (!known) this.events.onSession(session);
    this.report();
    return session;
  }

  /** A part that fails stops the taking of new ones; those on their way may still arrive. */
  private async sendMissing(session: UploadSession, signal: AbortSignal): Promise<void> {
    const missing = Array.from({ length: session.partCount }, (_, index) => index + 1).filter(
      (part) => !this.received.has(part),
    );
    const thrown: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (let part = missing.shift(); part !== undefined && thrown.length === 0; part = missing.shift()) {
        try {
          await this.sendPart(session, part, signal);
        } catch (failure) {
          thrown.push(failure);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (thrown.length > 0) throw thrown[0];
  }

  private async sendPart(session: UploadSession, part: number, signal: AbortSignal): Promise<void> {
    const direct = session.direct && !this.directFailed;
    const from = (part - 1) * session.partSize;
    const bytes = this.file.slice(from, from + session.partSize);
    const onProgress = (sent: number): void => {
      this.moving.set(part, Math.min(sent, bytes.size));
      this.report();
    };
    try {
      await this.tools.slots.run(signal, () =>
        this.tools.api.sendPart({ ...session, direct }, part, bytes, { signal, onProgress }),
      );
      this.directWorked ||= direct;
      this.received.add(part);
    } catch (thrown) {
      // A store that this browser has never reached may be one that it cannot reach: the server passes the bytes on then.
      if (direct && !this.directWorked && isNetwork(thrown)) this.directFailed = true;
      throw thrown;
    } finally {
      this.moving.delete(part);
      this.report();
    }
  }

  private async complete(session: UploadSession): Promise<UploadAccepted> {
    const { api } = this.tools;
    try {
      return await api.complete(session.uploadId);
    } catch (thrown) {
      // Its answer may have been lost the last time: then the session is over, and the file is there.
      const over = thrown instanceof RequestFailed && thrown.code === 'not_found';
      const stored = over ? await api.file(session.fileId).catch(() => null) : null;
      if (stored === null) throw thrown;
      const { file_id: fileId, name, mime, size, state } = stored;
      return { fileId, name, mime, size, state };
    }
  }

  private report(): void {
    const { session } = this;
    if (!session) return;
    let sent = 0;
    for (const part of this.received) sent += this.sizeOf(session, part);
    for (const bytes of this.moving.values()) sent += bytes;
    this.events.onProgress(Math.min(sent, this.file.size));
  }

  private sizeOf(session: UploadSession, part: number): number {
    return Math.max(0, Math.min(session.partSize, this.file.size - (part - 1) * session.partSize));
  }
}

function isNetwork(thrown: unknown): boolean {
  return thrown instanceof RequestFailed && thrown.code === 'network';
}

import { type Upload } from '../../client/files/Upload';
import type { Draft } from '../../client/session/Conversations';
import type { Message } from '../../protocol/model';
import { Cell, type Readable } from '../../state/Store';

/** A message that is written and waits for its files. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly replyTo: Message | null;
  readonly uploads: readonly Upload[];
}

/**
 * Messages that go by themselves when their files have arrived, in the order in which they were written. One whose file has
 * failed, or was paused, lets the others pass.
 */
export class Outbox {
  private readonly cell = new Cell<readonly Outgoing[]>([]);
  private readonly subscriptions = new Map<string, () => void>();
  private count = 0;

  constructor(private readonly send: (draft: Draft) => void) {}

  get waiting(): Readable<readonly Outgoing[]> {
    return this.cell;
  }

  add(message: Omit<Outgoing, 'id'>): void {
    // Words alone wait for nobody's files.
    if (message.uploads.length === 0) {
      this.pass(message);
      return;
    }
    const outgoing = { ...message, id: String(++this.count) };
    this.cell.update((all) => [...all, outgoing]);
    const ends = outgoing.uploads.map((upload) =>
      upload.state.subscribe(() => {
        this.sendReady();
      }),
    );
    this.subscriptions.set(outgoing.id, () => {
      for (const end of ends) end();
    });
    this.sendReady();
  }

  removeUpload(outgoing: Outgoing, upload: Upload): void {
    upload.cancel();
    const uploads = outgoing.uploads.filter((each) => each !== upload);
    if (uploads.length === 0 && outgoing.text === '') {
      this.take(outgoing);
      return;
    }
    this.cell.update((all) => all.map((each) => (each.id === outgoing.id ? { ...each, uploads } : each)));
    this.sendReady();
  }

  /** Out of the box. */
  take(outgoing: Outgoing): void {
    this.subscriptions.get(outgoing.id)?.();
    this.subscriptions.delete(outgoing.id);
    this.cell.update((all) => all.filter((each) => each.id !== outgoing.id));
  }

  private sendReady(): void {
    for (const outgoing of this.cell.get()) {
      const state = readiness(outgoing);
      if (state === 'moving') return;
      if (state === 'ready') this.release(outgoing);
    }
  }

  private release(outgoing: Outgoing): void {
    this.take(outgoing);
    this.pass(outgoing);
  }

  private pass({ text, uploads, replyTo: original }: Omit<Outgoing, 'id'>): void {
    const attachments = uploads.flatMap((upload) => {
      const state = upload.state.get();
      return state.kind === 'stored' ? [state.attachment] : [];
    });
    for (const upload of uploads) upload.letGo();
    const replyTo = original?.message_id;
    this.send({ text, attachments, ...(replyTo && { replyTo }) });
  }
}

function readiness({ uploads }: Outgoing): 'ready' | 'moving' | 'held' {
  const states = uploads.map((upload) => upload.state.get());
  if (states.every((state) => state.kind === 'stored')) return 'ready';
  const held = states.some((state) => state.kind === 'failed' || (state.kind === 'paused' && state.why === 'user'));
  return held ? 'held' : 'moving';
}

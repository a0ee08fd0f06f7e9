import type { ChannelId, MessageId } from '../../protocol/ids';
import { Cell, type Readable } from '../../state/Store';

const KEY = 'tertulia.read';

/** How far this browser has read each channel, and how many messages came since while it looked elsewhere. */
export class ReadMarks {
  private readonly counts = new Cell<ReadonlyMap<ChannelId, number>>(new Map());
  private readonly marks: Map<ChannelId, MessageId>;

  constructor(private readonly storage: Storage) {
    this.marks = readMarks(storage);
  }

  get unread(): Readable<ReadonlyMap<ChannelId, number>> {
    return this.counts;
  }

  lastRead(channelId: ChannelId): MessageId | undefined {
    return this.marks.get(channelId);
  }

  arrived(channelId: ChannelId): void {
    this.counts.update((counts) => new Map(counts).set(channelId, (counts.get(channelId) ?? 0) + 1));
  }

  read(channelId: ChannelId, upTo: MessageId): void {
    if ((this.marks.get(channelId) ?? '') < upTo) {
      this.marks.set(channelId, upTo);
      this.storage.setItem(KEY, JSON.stringify([...this.marks]));
    }
    if (!this.counts.get().has(channelId)) return;
    this.counts.update((counts) => {
      const rest = new Map(counts);
      rest.delete(channelId);
      return rest;
    });
  }
}

function readMarks(storage: Storage): Map<ChannelId, MessageId> {
  try {
    return new Map(JSON.parse(storage.getItem(KEY) ?? '[]') as [ChannelId, MessageId][]);
  } catch {
    return new Map();
  }
}

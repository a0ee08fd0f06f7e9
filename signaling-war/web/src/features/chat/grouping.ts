import type { MemberId, MessageId } from '../../protocol/ids';
import type { Message } from '../../protocol/model';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'new'; readonly key: string }
  /** `opens`: shows who wrote it; the following ones of a group only show what. */
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly opens: boolean };

const GROUP_WITHIN_MS = 5 * 60_000;

export interface Reading {
  readonly meId: MemberId;
  /** The newest message that had been read when the channel was opened. */
  readonly lastRead: MessageId | undefined;
}

/** Messages as they stand on the page: days apart, people grouped, a bar before the first unread one. */
export function rowsOf(messages: readonly Message[], reading: Reading): readonly Row[] {
  const rows: Row[] = [];
  let previous: Message | undefined;
  let barDrawn = reading.lastRead === undefined;
  for (const message of messages) {
    const newDay = !previous || dayKey(previous.created_at) !== dayKey(message.created_at);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.message_id}`, at: message.created_at });
    const bar = !barDrawn && isUnread(message, reading);
    if (bar) {
      rows.push({ kind: 'new', key: 'new' });
      barDrawn = true;
    }
    const opens = newDay || bar || !previous || !continues(previous, message);
    rows.push({ kind: 'message', key: message.message_id, message, opens });
    previous = message;
  }
  return rows;
}

function isUnread(message: Message, { meId, lastRead }: Reading): boolean {
  return lastRead !== undefined && message.message_id > lastRead && message.sender_member_id !== meId;
}

function continues(previous: Message, message: Message): boolean {
  return (
    previous.sender_member_id === message.sender_member_id &&
    !message.reply_to_message_id &&
    Date.parse(message.created_at) - Date.parse(previous.created_at) < GROUP_WITHIN_MS
  );
}

function dayKey(iso: string): string {
  return new Date(iso).toDateString();
}

import { expect, test } from 'vitest';
import type { ChannelId, MemberId, MessageId } from '../../protocol/ids';
import type { Message } from '../../protocol/model';
import { rowsOf } from './grouping';

const ME = 'me' as MemberId;

function message(id: string, sender: string, at: string, rest: Partial<Message> = {}): Message {
  return {
    conversation_id: 'c' as ChannelId,
    message_id: id as MessageId,
    sender_member_id: sender as MemberId,
    sender_nickname: sender,
    text: id,
    attachments: [],
    reactions: [],
    created_at: `2026-11-${at}:00.000`,
    ...rest,
  };
}

const shape = (messages: readonly Message[], lastRead?: string): readonly string[] =>
  rowsOf(messages, { meId: ME, lastRead: lastRead as MessageId | undefined }).map((row) =>
    row.kind === 'message' ? `${row.opens ? '+' : '-'}${row.message.message_id}` : row.kind,
  );

test('days stand apart, and what one says within five minutes stands together', () => {
  const said = [
    message('1', 'a', '01T10:00'),
    message('2', 'a', '01T10:04'),
    message('3', 'a', '01T10:20'),
    message('4', 'b', '01T10:21'),
    message('5', 'b', '02T00:01'),
  ];
  expect(shape(said)).toEqual(['day', '+1', '-2', '+3', '+4', 'day', '+5']);
});

test('an answer always says who gives it', () => {
  const said = [
    message('1', 'a', '01T10:00'),
    message('2', 'a', '01T10:01', { reply_to_message_id: '0' as MessageId }),
  ];
  expect(shape(said)).toEqual(['day', '+1', '+2']);
});

test('one bar stands before the first unread message of somebody else', () => {
  const said = [
    message('1', 'a', '01T10:00'),
    message('2', 'me', '01T10:01'),
    message('3', 'a', '01T10:02'),
    message('4', 'a', '01T10:03'),
  ];
  expect(shape(said, '1')).toEqual(['day', '+1', '+2', 'new', '+3', '-4']);
  expect(shape(said, '4')).not.toContain('new');
  expect(shape(said)).not.toContain('new');
});

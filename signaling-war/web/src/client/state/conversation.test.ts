import { expect, test } from 'vitest';
import type { History } from '../../protocol/events';
import type { ChannelId, MemberId, MessageId } from '../../protocol/ids';
import type { Message } from '../../protocol/model';
import { type ConversationAction, emptyConversation, reduceConversation } from './conversation';

const CHANNEL = 'c' as ChannelId;

function message(id: string, rest: Partial<Message> = {}): Message {
  return {
    conversation_id: CHANNEL,
    message_id: id as MessageId,
    sender_member_id: 'a' as MemberId,
    sender_nickname: 'a',
    text: id,
    attachments: [],
    reactions: [],
    created_at: '2026-01-01T00:00:00.000Z',
    ...rest,
  };
}

function history(ids: readonly string[], hasMore = false): History {
  return { conversation_id: CHANNEL, items: ids.map((id) => message(id)), hasMore };
}

function after(...actions: readonly ConversationAction[]) {
  return actions.reduce(reduceConversation, emptyConversation(CHANNEL));
}

const idsOf = (state: ReturnType<typeof after>): readonly string[] => state.messages.map((each) => each.message_id);

test('messages stand in the order of their ids, whatever the order of arrival', () => {
  const state = after(
    { kind: 'newest', history: history(['m2']) },
    { kind: 'stored', message: message('m4') },
    { kind: 'stored', message: message('m3') },
    { kind: 'older', history: history(['m0', 'm1']) },
  );
  expect(idsOf(state)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
});

test('acknowledgement and event of one message make one message and end what was pending', () => {
  const pending = { nonce: 'n', text: 'hi', attachments: [], createdAt: '', failure: null };
  const stored = message('m1', { nonce: 'n' });
  const state = after(
    { kind: 'pending', pending },
    { kind: 'stored', message: stored },
    { kind: 'stored', message: stored },
  );
  expect(state.pending).toEqual([]);
  expect(idsOf(state)).toEqual(['m1']);
});

test('what failed stays, says why, and can be tried again or dropped', () => {
  const pending = { nonce: 'n', text: 'hi', attachments: [], createdAt: '', failure: null };
  const failure = { ok: false, error: 'timeout', message: 'late' } as const;
  const failed = after({ kind: 'pending', pending }, { kind: 'pending.failed', nonce: 'n', failure });
  expect(failed.pending[0]?.failure).toEqual(failure);
  expect(reduceConversation(failed, { kind: 'pending.retry', nonce: 'n' }).pending[0]?.failure).toBeNull();
  expect(reduceConversation(failed, { kind: 'pending.dropped', nonce: 'n' }).pending).toEqual([]);
});

test('after an absence, a page that reaches back to what is known joins it', () => {
  const state = after(
    { kind: 'newest', history: history(['m1', 'm2'], true) },
    { kind: 'newest', history: history(['m2', 'm3'], true) },
  );
  expect(idsOf(state)).toEqual(['m1', 'm2', 'm3']);
});

test('a page that leaves a hole replaces what is known', () => {
  const state = after(
    { kind: 'newest', history: history(['m1', 'm2']) },
    { kind: 'newest', history: history(['m8', 'm9'], true) },
  );
  expect(idsOf(state)).toEqual(['m8', 'm9']);
  expect(state.hasOlder).toBe(true);
});

test('a message that was deleted during the absence is gone with the new page', () => {
  const state = after(
    { kind: 'newest', history: history(['m1', 'm2', 'm3']) },
    { kind: 'newest', history: history(['m1', 'm3']) },
  );
  expect(idsOf(state)).toEqual(['m1', 'm3']);
});

test('edits and deletions of unknown messages change nothing', () => {
  const state = after(
    { kind: 'newest', history: history(['m1']) },
    { kind: 'changed', message: message('m9', { text: 'x' }) },
    { kind: 'deleted', messageId: 'm7' as MessageId },
  );
  expect(idsOf(state)).toEqual(['m1']);
});

test('who sends has stopped typing', () => {
  const memberId = 'a' as MemberId;
  const typing = after({ kind: 'typing', memberId, nickname: 'Ana' });
  expect([...typing.typing.values()]).toEqual(['Ana']);
  expect(reduceConversation(typing, { kind: 'stored', message: message('m1') }).typing.size).toBe(0);
});

import { describe, expect, test } from 'vitest';
import type { Change, Details } from '../../protocol/events';
import type { ChannelId, MemberId } from '../../protocol/ids';
import type { Channel, Member, VoiceState } from '../../protocol/model';
import { applyChanged, fromDetails } from './community';

const id = <T>(text: string): T => text as T;

function member(name: string, rest: Partial<Member> = {}): Member {
  return { memberId: id<MemberId>(name), nickname: name, role: 'member', status: 'online', joinedAt: '', ...rest };
}

function channel(name: string, rest: Partial<Channel> = {}): Channel {
  return { channelId: id<ChannelId>(name), name, type: 'text', position: 0, description: '', ...rest };
}

function voice(name: string, room: string): VoiceState {
  const flags = { muted: false, deafened: false, camera: false, screen: false };
  return { memberId: id<MemberId>(name), channelId: id<ChannelId>(room), ...flags };
}

function details(version: number, parts: Partial<Details> = {}): Details {
  return {
    version,
    server: { id: 's', name: 'Before', description: '', setupRequired: false },
    me: member('me'),
    members: [member('me'), member('old')],
    channels: [channel('general')],
    voice: [],
    permissions: [],
    limits: { messageLength: 4000, uploadBytes: 1, attachments: 10 },
    ...parts,
  };
}

describe('snapshot law', () => {
  // Each trace: what happened, and the snapshot that a client who comes later gets.
  const traces: readonly { name: string; changes: readonly Change[]; after: Partial<Details> }[] = [
    {
      name: 'a member comes and another goes',
      changes: [
        { kind: 'member.put', member: member('new') },
        { kind: 'member.gone', memberId: id<MemberId>('old') },
      ],
      after: { members: [member('me'), member('new')] },
    },
    {
      name: 'the server gets a name',
      changes: [{ kind: 'server.put', server: { id: 's', name: 'After', description: 'd', setupRequired: false } }],
      after: { server: { id: 's', name: 'After', description: 'd', setupRequired: false } },
    },
    {
      name: 'channels are made, renamed and deleted',
      changes: [
        { kind: 'channel.put', channel: channel('news') },
        { kind: 'channel.put', channel: channel('news', { name: 'renamed' }) },
        { kind: 'channel.gone', channelId: id<ChannelId>('general') },
      ],
      after: { channels: [channel('news', { name: 'renamed' })] },
    },
    {
      name: 'somebody joins voice, moves, and is removed from the server',
      changes: [
        { kind: 'voice.put', voice: voice('old', 'a') },
        { kind: 'voice.put', voice: voice('me', 'a') },
        { kind: 'voice.put', voice: voice('me', 'b') },
        { kind: 'member.gone', memberId: id<MemberId>('old') },
      ],
      after: { members: [member('me')], voice: [voice('me', 'b')] },
    },
    {
      name: 'voice ends',
      changes: [
        { kind: 'voice.put', voice: voice('me', 'a') },
        { kind: 'voice.gone', memberId: id<MemberId>('me') },
      ],
      after: { voice: [] },
    },
  ];

  test.each(traces)('old snapshot + changes = new snapshot: $name', ({ changes, after }) => {
    const byOne = changes.reduce(
      (state, change, index) => applyChanged(state, { version: 6 + index, changes: [change] }),
      fromDetails(details(5)),
    );
    const atOnce = applyChanged(fromDetails(details(5)), { version: 5 + changes.length, changes });
    const fresh = fromDetails(details(5 + changes.length, after));
    expect(byOne).toEqual(fresh);
    expect(atOnce).toEqual(fresh);
  });
});

test('a change that is not above the snapshot changes nothing', () => {
  const state = fromDetails(details(5));
  const old: Change = { kind: 'member.gone', memberId: id<MemberId>('old') };
  expect(applyChanged(state, { version: 5, changes: [old] })).toBe(state);
  expect(applyChanged(state, { version: 4, changes: [old] })).toBe(state);
});

test('a kind of change from a newer server is passed over', () => {
  const state = fromDetails(details(5));
  const unknown = { kind: 'thread.put' } as unknown as Change;
  expect(applyChanged(state, { version: 6, changes: [unknown] })).toEqual({ ...state, version: 6 });
});

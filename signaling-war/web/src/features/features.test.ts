import { expect, test, vi } from 'vitest';
import type { ChannelId, MemberId } from '../protocol/ids';
import type { Channel, Member, Role } from '../protocol/model';
import { loudness } from '../media/MicrophoneMeter';
import { initials } from '../ui/Avatar';
import { en } from '../ui/text/en';
import { es } from '../ui/text/es';
import { stateText } from '../ui/text/fileTexts';
import { problemText, t, tCount } from '../ui/text/text';
import { matching } from './channels/QuickSwitcher';
import { fitted } from './chat/PictureTile';
import { inviteCodeOf } from './gate/GatePages';
import { groupMembers } from './members/MemberList';
import { mayModerate } from './members/MemberMenu';

vi.mock('react-dom', () => ({ createPortal: () => null }));

const channel = (name: string): Channel => ({
  channelId: name as ChannelId,
  name,
  type: 'text',
  position: 0,
  description: '',
});

const member = (name: string, role: Role, status: Member['status'] = 'online'): Member => ({
  memberId: name as MemberId,
  nickname: name,
  role,
  status,
  joinedAt: '',
});

test('names that begin with the letters come first', () => {
  const found = matching(['general', 'engines', 'kitchen'].map(channel), 'EN');
  expect(found.map((each) => each.name)).toEqual(['engines', 'general', 'kitchen']);
});

test('an invite may be pasted as a link or as a code', () => {
  expect(inviteCodeOf(' https://chat.example/invite/aB3-x_ ')).toBe('aB3-x_');
  expect(inviteCodeOf('aB3-x_')).toBe('aB3-x_');
  expect(inviteCodeOf('https://chat.example/invite/aB3/')).toBe('aB3');
});

test('members stand by role, those who are away last', () => {
  const groups = groupMembers([
    member('z', 'member'),
    member('a', 'member'),
    member('o', 'owner', 'offline'),
    member('g', 'guest'),
  ]);
  expect(groups.map((group) => [group.key, group.members.map((each) => each.nickname)])).toEqual([
    ['member', ['a', 'z']],
    ['guest', ['g']],
    ['offline', ['o']],
  ]);
});

test('only whom one outranks can be moderated', () => {
  expect(mayModerate(member('o', 'owner'), member('a', 'admin'))).toBe(true);
  expect(mayModerate(member('a', 'admin'), member('b', 'admin'))).toBe(false);
  expect(mayModerate(member('m', 'member'), member('g', 'guest'))).toBe(false);
  expect(mayModerate(undefined, member('g', 'guest'))).toBe(false);
});

test('a picture keeps its shape within its bounds', () => {
  const base = { file_id: 'f', name: 'n', mime: 'm', size: 1, state: 'done' } as unknown as Parameters<
    typeof fitted
  >[0];
  expect(fitted({ ...base, width: 4000, height: 1000 }).width).toBe(400);
  expect(fitted({ ...base, width: 1000, height: 3000 }).width).toBe(100);
  expect(fitted({ ...base, width: 120, height: 90 }).width).toBe(120);
});

test('a rejected picture says why, also with a code that nobody knows', () => {
  const base = { file_id: 'f', name: 'n', mime: 'm', size: 1, state: 'rejected' } as unknown as Parameters<
    typeof stateText
  >[0];
  expect(stateText({ ...base, code: 'corrupt' })).toContain(en['upload.code.corrupt']);
  expect(stateText({ ...base, code: 'brand_new' })).toContain('brand new');
});

test('initials are one or two letters, of any script', () => {
  expect(['Ana Belén', 'luz', 'iker.zubiri', '', '山田 太郎', '  '].map(initials)).toEqual([
    'AB',
    'L',
    'IZ',
    '?',
    '山太',
    '?',
  ]);
});

test('texts are filled in, counted, and every language has the same holes', () => {
  expect(t('invite.title', { server: 'X' })).toMatch(/X/);
  expect(tCount('invite.members', 1)).not.toBe(tCount('invite.members', 2));
  expect(problemText({ ok: false, error: 'rate_limited', message: '', retryAfterMs: 3200 })).toContain('4');
  const holes = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect(holes(es[key]), key).toEqual(holes(en[key]));
});

test('the meter is silent at silence and full at full scale', () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(loudness(new Float32Array(64).fill(0.0316))).toBeCloseTo(0.5, 1);
});

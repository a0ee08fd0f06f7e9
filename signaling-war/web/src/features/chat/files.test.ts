import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendByNode } from '../../../test/uploads/sendByNode';
import { problem, TOKEN, UploadServer } from '../../../test/uploads/uploadServer';
import { Slots } from '../../client/files/Slots';
import { Upload, type UploadTools } from '../../client/files/Upload';
import { UploadApi } from '../../client/files/UploadApi';
import type { Draft } from '../../client/session/Conversations';
import { uploadProblemText } from '../../ui/text/fileTexts';
import { inserted, matchingEmojis, suggestionsFor } from './emojiSearch';
import { fileEnding, fileKind } from './fileKind';
import { areEmojisAlone, parseInline } from './markdown';
import { Outbox } from './Outbox';
import { spokenState, uploadText } from './uploadText';
import { moved, WHOLE, zoomed } from './zoom';

vi.mock('react-dom', () => ({ createPortal: () => null }));

const MB = 1024 * 1024;

let server: UploadServer;
let tools: UploadTools;
let drafts: Draft[];
let outbox: Outbox;

beforeEach(async () => {
  server = await UploadServer.start();
  tools = {
    api: new UploadApi(server.origin, () => Promise.resolve(TOKEN), sendByNode),
    slots: new Slots(3),
    waitToRetry: () => new Promise((resolve) => setImmediate(resolve)),
    onFileChanged: () => () => undefined,
    nowMs: () => 0,
  };
  drafts = [];
  outbox = new Outbox((draft) => drafts.push(draft));
});

afterEach(async () => {
  await server.stop();
});

function upload(name: string): Upload {
  const made = new Upload(name, new File([name], name), tools);
  made.start();
  return made;
}

const sent = (): string[] => drafts.map((draft) => `${draft.text} ${String(draft.attachments.length)}`.trim());

test('a message goes when its last file has arrived, with the files in their order', async () => {
  const uploads = [upload('one.jpg'), upload('two.jpg'), upload('three.jpg')];
  outbox.add({ text: 'here', replyTo: null, uploads });
  expect(drafts).toEqual([]);
  expect(outbox.waiting.get()).toHaveLength(1);
  await expect.poll(sent).toEqual(['here 3']);
  const ids = uploads.map((each) => {
    const state = each.state.get();
    return state.kind === 'stored' ? state.attachment.file_id : '';
  });
  expect(drafts[0]?.attachments.map((attachment) => attachment.file_id)).toEqual(ids);
  expect(outbox.waiting.get()).toEqual([]);
});

test('messages with files keep their order; words alone wait for nobody', async () => {
  server.fail('POST uploads', 'drop', 'drop', 'drop');
  const [slow, quick] = [upload('slow.jpg'), new Upload('quick', new File(['q'], 'quick.jpg'), tools)];
  outbox.add({ text: 'first', replyTo: null, uploads: [slow] });
  outbox.add({ text: 'second', replyTo: null, uploads: [quick] });
  outbox.add({ text: 'words', replyTo: null, uploads: [] });
  quick.start();
  await expect.poll(sent).toEqual(['words 0', 'first 1', 'second 1']);
});

test('a file that failed holds its message, not those behind it; without the file it goes', async () => {
  server.fail('POST uploads', problem(413, 'file_too_large'));
  const bad = upload('bad.jpg');
  await expect.poll(() => bad.state.get().kind).toBe('failed');
  const good = upload('good.jpg');
  outbox.add({ text: 'held', replyTo: null, uploads: [bad, good] });
  outbox.add({ text: 'behind', replyTo: null, uploads: [upload('other.jpg')] });
  await expect.poll(sent).toEqual(['behind 1']);
  const [held] = outbox.waiting.get();
  if (held) outbox.removeUpload(held, bad);
  await expect.poll(sent).toEqual(['behind 1', 'held 1']);
});

test('what is left of a message without its only file is nothing', () => {
  const only = new Upload('only', new File(['x'], 'x'), tools);
  outbox.add({ text: '', replyTo: null, uploads: [only] });
  const [waiting] = outbox.waiting.get();
  if (waiting) outbox.removeUpload(waiting, only);
  expect(outbox.waiting.get()).toEqual([]);
  expect(drafts).toEqual([]);
});

test('an upload says how far it is, and of a long one how long it takes', () => {
  const sending = { kind: 'sending', sent: 3 * MB, bytesPerSecond: null, secondsLeft: null } as const;
  expect(uploadText(sending, 4 * MB)).toBe('75 % · 4 MB');
  const long = uploadText({ ...sending, bytesPerSecond: 2 * MB, secondsLeft: 90 }, 183 * MB);
  expect(long).toBe('3 MB of 183 MB · 2 MB/s · 2 min left');
  expect(uploadText({ kind: 'paused', sent: MB, why: 'lost' }, 2 * MB)).toContain('goes on by itself');
  expect(spokenState('a.jpg', sending)).toBe('');
  const attachment = { file_id: 'f', name: 'a', mime: 'image/png', size: 1, state: 'rejected', code: 'corrupt' };
  expect(spokenState('a.jpg', { kind: 'stored', attachment } as never)).toMatch(/a\.jpg: .*damaged/);
});

test('a refusal says its figures', () => {
  const refused = { ok: false, error: 'quota_exceeded', message: '', used: 90 * MB, limit: 100 * MB } as const;
  expect(uploadProblemText(refused)).toContain('90 MB of 100 MB');
  expect(uploadProblemText({ ok: false, error: 'file_too_large', message: '', limit: MB })).toContain('1 MB');
  expect(uploadProblemText({ ok: false, error: 'file_too_large', message: '' })).not.toContain('{');
});

test('the kind of a file is what the server found it to be', () => {
  expect(
    ['image/avif', 'audio/mpeg', 'video/mp4', 'application/octet-stream'].map((mime) => fileKind({ mime })),
  ).toEqual(['picture', 'audio', 'video', 'file']);
});

test('two letters after a colon are the beginning of a name, a smiley is not', () => {
  const names = ['parrot', 'party', 'apart', 'other'];
  expect(suggestionsFor('hello :par', 10, names)).toEqual({ from: 6, names: ['parrot', 'party', 'apart'] });
  for (const text of [':D', 'at 10:par', 'a:part', '::pa', ':parrot:', 'plain'])
    expect(suggestionsFor(text, text.length, names), text).toBeNull();
  expect(suggestionsFor(':par ty', 4, names)?.from).toBe(0);
  expect(matchingEmojis(':OTH', names)).toEqual(['other']);
});

test('an emoji is put where the name began, with one space behind it', () => {
  expect(inserted('so :par', 3, 7, ':parrot:')).toEqual({ text: 'so :parrot: ', caret: 12 });
  expect(inserted('so :par good', 3, 7, ':parrot:')).toEqual({ text: 'so :parrot: good', caret: 12 });
});

test('names between colons are emojis, but not in code and not in an address', () => {
  expect(parseInline('a :wave: `:wave:` b')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'emoji', name: 'wave' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: ':wave:' },
    { kind: 'text', text: ' b' },
  ]);
  expect(parseInline('https://example.org:8080:x').map((part) => part.kind)).toEqual(['link']);
});

test('emojis alone are large, with words or unknown ones they are not', () => {
  const known = new Map([['wave', 1]]);
  expect(areEmojisAlone(':wave: :wave::wave:', known)).toBe(true);
  for (const text of ['', 'hi :wave:', ':nobody:', ':wave: :nobody:'])
    expect(areEmojisAlone(text, known), text).toBe(false);
});

test('zooming keeps what is under the pointer, and never shows more border than it must', () => {
  const near = zoomed(WHOLE, 2, { x: 100, y: 50 });
  expect(near).toEqual({ scale: 2, x: -100, y: -50 });
  expect(zoomed(near, 0.5, { x: 0, y: 0 })).toBe(WHOLE);
  expect(zoomed(WHOLE, 1000, { x: 0, y: 0 }).scale).toBe(8);
  const window = { width: 300, height: 300 };
  expect(moved({ scale: 2, x: 0, y: 0 }, 999, -999, { width: 200, height: 100 }, window)).toMatchObject({ x: 50 });
  expect(Math.abs(moved({ scale: 2, x: 0, y: 0 }, 0, 999, { width: 200, height: 100 }, window).y)).toBe(0);
});

test.each([
  ['report.PDF', 'PDF'],
  ['archive.tar.gz', 'GZ'],
  ['Makefile', ''],
  ['.profile', ''],
  ['what is this. no ending', ''],
])('the type of %s is %s', (name, ending) => {
  expect(fileEnding(name)).toBe(ending);
});

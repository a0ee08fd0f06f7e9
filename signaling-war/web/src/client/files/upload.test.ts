import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendByNode } from '../../../test/uploads/sendByNode';
import { problem, TOKEN, UploadServer } from '../../../test/uploads/uploadServer';
import type { Attachment } from '../../protocol/model';
import type { Readable } from '../../state/Store';
import { SendRate } from './SendRate';
import { Slots } from './Slots';
import { Upload, type UploadState, type UploadTools } from './Upload';
import { UploadApi } from './UploadApi';

const MB = 1024 * 1024;

let server: UploadServer;
const uploads: Upload[] = [];
const listeners = new Set<(attachment: Attachment) => void>();

beforeEach(async () => {
  server = await UploadServer.start();
});

afterEach(async () => {
  for (const upload of uploads.splice(0)) upload.letGo();
  listeners.clear();
  await server.stop();
});

function tools(rest: Partial<UploadTools> = {}): UploadTools {
  let nowMs = 0;
  return {
    api: new UploadApi(server.origin, () => Promise.resolve(TOKEN), sendByNode),
    slots: new Slots(3),
    // Patience is not what is tested: the next attempt begins as soon as the loop is free.
    waitToRetry: () => new Promise((resolve) => setImmediate(resolve)),
    onFileChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nowMs: () => (nowMs += 100),
    ...rest,
  };
}

/** Bytes that differ everywhere, so that a part at the wrong place is seen. */
function file(size: number, name = 'terrace.jpg'): File {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8)) & 255;
  return new File([bytes], name, { type: 'application/x-test' });
}

function upload(of: File, how: UploadTools = tools(), uploadId?: string): Upload {
  const target = { path: '/api/uploads', inParts: true, ...(uploadId !== undefined && { uploadId }) };
  const made = new Upload('1', of, how, target);
  uploads.push(made);
  return made;
}

/** The first state that is as wanted; a test that waits for ever ends by its own deadline, and says what it saw last. */
function until(state: Readable<UploadState>, wanted: (state: UploadState) => boolean): Promise<UploadState> {
  return new Promise((resolve) => {
    const look = (): void => {
      const now = state.get();
      if (!wanted(now)) return;
      end();
      resolve(now);
    };
    const end = state.subscribe(look);
    look();
  });
}

const is = (kind: UploadState['kind']) => (state: UploadState) => state.kind === kind;

async function storedBytes(of: Upload): Promise<Buffer | undefined> {
  const state = await until(of.state, is('stored'));
  return state.kind === 'stored' ? server.files.get(state.attachment.file_id)?.bytes : undefined;
}

async function same(bytes: Buffer | undefined, of: File): Promise<boolean> {
  return bytes !== undefined && Buffer.from(await of.arrayBuffer()).equals(bytes);
}

test('a small file goes whole, tells its progress, and is followed to its verdict', async () => {
  const small = upload(file(300_000));
  const seen: UploadState[] = [];
  small.state.subscribe(() => seen.push(small.state.get()));
  small.start();
  const stored = await until(small.state, is('stored'));
  expect(stored).toMatchObject({ attachment: { state: 'queued', name: 'whole.bin' } });
  const sent = seen.flatMap((state) => (state.kind === 'sending' ? [state.sent] : []));
  expect(sent.length).toBeGreaterThan(3);
  expect([...sent].sort((a, b) => a - b)).toEqual(sent);
  expect(sent.at(-1)).toBe(300_000);

  for (const found of server.files.values()) Object.assign(found, { state: 'rejected', code: 'corrupt' });
  const judged = await until(small.state, (state) => state.kind === 'stored' && state.attachment.state === 'rejected');
  expect(judged).toMatchObject({ attachment: { code: 'corrupt' } });
});

test('the event about a file is believed without asking', async () => {
  const small = upload(file(10), tools({ waitToRetry: () => new Promise(() => undefined) }));
  small.start();
  const stored = await until(small.state, is('stored'));
  if (stored.kind !== 'stored') throw new Error('It was stored.');
  for (const tell of [...listeners]) tell({ ...stored.attachment, state: 'done', width: 4 });
  expect(small.state.get()).toMatchObject({ attachment: { state: 'done', width: 4 } });
  expect(listeners.size).toBe(0);
  expect(server.times('GET file')).toBe(0);
});

test('a large file goes in parts, three at once, and arrives as it was', async () => {
  const large = file(16 * MB + 17);
  server.gather = 3;
  const sending = upload(large);
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
  expect(server.mostAtOnce).toBe(3);
  expect([...server.partsSent.values()]).toEqual([1, 1, 1, 1, 1, 1]);
});

test('all files together keep to the same few places', async () => {
  const how = tools();
  server.gather = 3;
  const all = [upload(file(10 * MB), how), upload(file(10 * MB), how), upload(file(MB), how)];
  for (const each of all) each.start();
  await Promise.all(all.map(storedBytes));
  // Three bodies, and questions without one.
  expect(server.mostAtOnce).toBeLessThanOrEqual(5);
});

test('a connection that breaks is waited out, and only what was missing goes again', async () => {
  server.fail('PUT parts/2', 'drop', 'drop');
  const large = file(10 * MB);
  const sending = upload(large);
  const seen: string[] = [];
  sending.state.subscribe(() => {
    const state = sending.state.get();
    seen.push(state.kind === 'paused' ? `paused ${state.why}` : state.kind);
  });
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
  expect(seen).toContain('paused lost');
  expect(server.partsSent.get(1)).toBe(1);
  expect(server.times('PUT parts/2')).toBe(3);
});

test('a store that is away for a moment is asked again, and given up in the end', async () => {
  server.fail('PUT parts/1', problem(503, 'unavailable'));
  const patient = upload(file(9 * MB));
  patient.start();
  await until(patient.state, is('stored'));

  server.fail('POST uploads', ...Array.from({ length: 9 }, () => problem(503, 'unavailable')));
  const given = upload(file(5));
  given.start();
  expect(await until(given.state, is('failed'))).toMatchObject({ problem: { error: 'unavailable' } });
});

test('a pause stops it, and going on sends what is missing', async () => {
  const large = file(12 * MB);
  const sending = upload(large);
  sending.start();
  await until(sending.state, (state) => state.kind === 'sending' && state.sent > 4 * MB);
  sending.pause();
  const paused = sending.state.get();
  expect(paused).toMatchObject({ kind: 'paused', why: 'user' });
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
});

test('after a reload the upload goes on where it was', async () => {
  const large = file(12 * MB);
  server.fail('PUT parts/3', ...Array.from({ length: 9 }, () => problem(503, 'unavailable')));
  const before = upload(large);
  before.start();
  await until(before.state, is('failed'));
  before.letGo();
  const sentBefore = server.partsSent.get(1);

  const after = upload(large, tools(), 's1');
  after.start();
  expect(await same(await storedBytes(after), large)).toBe(true);
  expect(server.partsSent.get(1)).toBe(sentBefore);
  expect(server.times('POST sessions')).toBe(1);
});

test('a session that the server has forgotten is begun anew, once', async () => {
  const large = file(9 * MB);
  const sending = upload(large, tools(), 'long-gone');
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
  expect(server.times('POST sessions')).toBe(1);
});

test('when the answer to the last step is lost, the file is found by its id', async () => {
  server.fail('POST complete', 'drop answer');
  const sending = upload(file(9 * MB));
  sending.start();
  expect(await until(sending.state, is('stored'))).toMatchObject({ attachment: { file_id: 'f1' } });
  expect(server.files.size).toBe(1);
  expect(server.times('POST sessions')).toBe(1);
});

test('a refusal is an answer: it is not tried again, and keeps its figures', async () => {
  server.fail('POST sessions', problem(413, 'quota_exceeded', { used: 90, limit: 100 }));
  const sending = upload(file(9 * MB));
  sending.start();
  expect(await until(sending.state, is('failed'))).toMatchObject({
    problem: { error: 'quota_exceeded', used: 90, limit: 100 },
  });
  expect(server.requests).toEqual(['POST sessions']);
  sending.start();
  await until(sending.state, is('stored'));
});

test('cancelling ends the session on the server too', async () => {
  const sending = upload(file(16 * MB));
  sending.start();
  await until(sending.state, (state) => state.kind === 'sending' && state.sent > 0);
  sending.cancel();
  await expect.poll(() => server.times('DELETE session')).toBe(1);
});

test('a file that cannot be read is said so, and not tried for ever', async () => {
  server.fail('POST uploads', 'drop');
  const gone = file(10);
  Object.defineProperty(gone, 'slice', { value: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) });
  const sending = upload(gone);
  sending.start();
  expect(await until(sending.state, is('failed'))).toMatchObject({ problem: { error: 'file_unreadable' } });
});

test('parts go straight to a store, and the bearer token stays at home', async () => {
  server.store = `${server.origin}/store`;
  const large = file(9 * MB);
  const sending = upload(large);
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
  expect(server.times('PUT store/1')).toBe(1);
  expect(server.foreignBearers).toEqual([]);
});

test('a store that this browser cannot reach is reached through the server', async () => {
  const away = await UploadServer.start();
  server.store = `${away.origin}/store`;
  await away.stop();
  const large = file(9 * MB);
  const sending = upload(large);
  sending.start();
  expect(await same(await storedBytes(sending), large)).toBe(true);
  expect(server.times('PUT parts/1')).toBe(1);
});

test('the rate is that of the last seconds, and starts anew when bytes go again', () => {
  const rate = new SendRate();
  rate.record(0, 0);
  expect(rate.bytesPerSecond()).toBeNull();
  for (let second = 1; second <= 20; second++) rate.record(second * 1000, second * 1000);
  expect(rate.bytesPerSecond()).toBe(1000);
  for (let second = 21; second <= 30; second++) rate.record(20_000 + (second - 20) * 5000, second * 1000);
  expect(rate.bytesPerSecond()).toBe(5000);
  expect(rate.secondsLeft(50_000)).toBe(10);
  rate.record(1000, 31_000);
  expect(rate.secondsLeft(1)).toBeNull();
});

test('who waits for a place and goes leaves it to the next one', async () => {
  const slots = new Slots(1);
  const never = new AbortController().signal;
  const leaving = new AbortController();
  const order: string[] = [];
  let free: () => void = () => undefined;
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  const first = slots.run(never, () => freed);
  const second = slots.run(leaving.signal, () => Promise.resolve(order.push('second')));
  const third = slots.run(never, () => Promise.resolve(order.push('third')));
  leaving.abort(new Error('gone'));
  free();
  await expect(second).rejects.toThrow('gone');
  await Promise.all([first, third]);
  expect(order).toEqual(['third']);
});

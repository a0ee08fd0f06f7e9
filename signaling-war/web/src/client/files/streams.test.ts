import { afterEach, expect, test, vi } from 'vitest';
import type { FileId } from '../../protocol/ids';
import { FileStreams } from './FileStreams';

/** As much of the browser's ServiceWorkerContainer as a page uses. */
class Workers extends EventTarget {
  controller: object | null = null;
  readonly registered: string[] = [];

  register(url: string): Promise<void> {
    this.registered.push(url);
    return Promise.resolve();
  }

  startMessages(): void {
    return undefined;
  }
}

function started(bearer: () => Promise<string>): { workers: Workers; streams: FileStreams } {
  const workers = new Workers();
  vi.stubGlobal('navigator', { serviceWorker: workers });
  const streams = new FileStreams(bearer);
  streams.start();
  return { workers, streams };
}

/** What a worker hears that asks the page. */
async function asked(workers: Workers, data: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((resolve) => {
    port1.onmessage = (event: MessageEvent<unknown>): void => {
      resolve(event.data);
    };
  });
  workers.dispatchEvent(Object.assign(new Event('message'), { data, ports: [port2] }));
  const answer = await heard;
  port1.close();
  return answer;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('is ready once a worker stands before the page', () => {
  const { workers, streams } = started(() => Promise.resolve('token'));
  expect(workers.registered).toEqual(['/play.js']);
  expect(streams.ready.get()).toBe(false);
  workers.controller = {};
  workers.dispatchEvent(new Event('controllerchange'));
  expect(streams.ready.get()).toBe(true);
  expect(streams.address('a/b' as FileId)).toBe('/api/uploads/files/a%2Fb?play=1');
});

test('gives the worker a token, or says that there is none', async () => {
  const { workers } = started(() => Promise.resolve('token'));
  expect(await asked(workers, { kind: 'bearer' })).toBe('token');
  const outside = started(() => Promise.reject(new Error('nobody')));
  expect(await asked(outside.workers, { kind: 'bearer' })).toBeNull();
});

test('is never ready where there are no workers', () => {
  vi.stubGlobal('navigator', {});
  const streams = new FileStreams(() => Promise.resolve('token'));
  streams.start();
  expect(streams.ready.get()).toBe(false);
});

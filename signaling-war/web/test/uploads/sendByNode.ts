import { request } from 'node:http';
import { RequestFailed } from '../../src/client/RequestFailed';
import type { SendBody } from '../../src/client/files/sendBody';

const CHUNK = 64 * 1024;

/** What XMLHttpRequest does in a browser, by Node's own client: real bytes over a real connection. */
export const sendByNode: SendBody = async ({ method, url, headers, body, signal, onProgress }) => {
  signal.throwIfAborted();
  const whole = new Response(body);
  const type = whole.headers.get('content-type');
  const bytes = Buffer.from(await whole.arrayBuffer());
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...(type && { 'content-type': type }), ...headers, 'content-length': bytes.length } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, answer: parse(Buffer.concat(chunks).toString()) });
        });
        incoming.on('error', lost);
      },
    );
    const lost = (): void => {
      reject(signal.aborted ? (signal.reason as Error) : RequestFailed.local('network', 'The connection broke.'));
    };
    outgoing.on('error', lost);
    signal.addEventListener('abort', () => {
      outgoing.destroy();
      reject(signal.reason as Error);
    });
    const write = (from: number): void => {
      if (outgoing.destroyed) return;
      if (from >= bytes.length) {
        outgoing.end();
        return;
      }
      const to = Math.min(bytes.length, from + CHUNK);
      outgoing.write(bytes.subarray(from, to), () => {
        onProgress(to);
        write(to);
      });
    };
    write(0);
  });
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

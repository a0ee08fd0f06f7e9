import { RequestFailed } from '../RequestFailed';

export interface BodyToSend {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | FormData;
  readonly signal: AbortSignal;
  /** Bytes of the body that have left this computer so far. */
  readonly onProgress: (sent: number) => void;
}

export interface BodyAnswer {
  readonly status: number;
  /** The answer's JSON, or null. */
  readonly answer: unknown;
}

/** Sends a body and tells how much of it has gone; throws only when nobody answered, or at the signal. */
export type SendBody = (request: BodyToSend) => Promise<BodyAnswer>;

/** Radio holes swallow packets without an error; nothing moving for so long is a lost connection. */
const STALLED_MS = 60_000;

/** XMLHttpRequest and not fetch, because only it tells how much of a body has been sent. */
export const sendByXhr: SendBody = ({ method, url, headers, body, signal, onProgress }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      request.abort();
      reject(signal.reason as Error);
    };
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        request.abort();
        request.onerror?.(new ProgressEvent('error'));
      }, STALLED_MS);
    };
    signal.addEventListener('abort', stop);
    request.upload.onprogress = ({ loaded }): void => {
      alive();
      onProgress(loaded);
    };
    request.onload = (): void => {
      settle();
      resolve({ status: request.status, answer: parse(request.responseText) });
    };
    request.onerror = (): void => {
      settle();
      reject(RequestFailed.local('network', 'The file did not get through.'));
    };
    request.onabort = settle;
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    alive();
    request.send(body);
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

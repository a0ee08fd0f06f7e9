import { isProblem } from '../protocol/problem';
import { RequestFailed } from './RequestFailed';

export interface JsonRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly bearer?: string;
}

/** One JSON request to our own origin; a refusal is thrown as {@link RequestFailed}. */
export async function requestJson<T>(path: string, request: JsonRequest = {}): Promise<T> {
  const headers = new Headers({ accept: 'application/json' });
  if (request.body) headers.set('content-type', 'application/json');
  if (request.bearer) headers.set('authorization', `Bearer ${request.bearer}`);
  const init: RequestInit = { method: request.method ?? (request.body ? 'POST' : 'GET'), headers };
  if (request.body) init.body = JSON.stringify(request.body);
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw RequestFailed.local('network', 'The server could not be reached.');
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw refusal(response.status, answer);
}

export function refusal(status: number, answer: unknown): RequestFailed {
  if (isProblem(answer)) return new RequestFailed(answer);
  const error = status === 401 ? 'unauthenticated' : status === 404 ? 'not_found' : 'unavailable';
  return new RequestFailed({ ok: false, error, message: `The server answered ${String(status)}.` });
}

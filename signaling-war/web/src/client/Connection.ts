import { io, type Socket } from 'socket.io-client';
import type { Pushes, Requests } from '../protocol/events';
import { isProblem } from '../protocol/problem';
import { RequestFailed } from './RequestFailed';
import { Cell, type Readable } from '../state/Store';

export type ConnectionStatus =
  | { readonly kind: 'connecting' }
  /** `recovered`: Socket.IO gave us everything that was missed; nothing has to be asked for again. */
  | { readonly kind: 'online'; readonly recovered: boolean }
  | { readonly kind: 'offline'; readonly sinceMs: number };

type Listener = (payload: unknown) => void;

const ANSWER_WITHIN_MS = 15_000;

/** The one socket of this page. Knows events and acknowledgements, nothing of their meaning. */
export class Connection {
  private readonly socket: Socket;
  private readonly cell = new Cell<ConnectionStatus>({ kind: 'connecting' });

  constructor(origin: string) {
    this.socket = io(origin, { path: '/socket.io/', autoConnect: false, transports: ['websocket', 'polling'] });
    this.socket.on('connect', () => {
      this.cell.set({ kind: 'online', recovered: this.socket.recovered });
    });
    this.socket.on('disconnect', (reason) => {
      this.lost();
      // Socket.IO does not come back by itself when the server closed the socket; the session decides then.
      if (reason === 'io server disconnect')
        this.closedByServer.forEach((listener) => {
          listener();
        });
    });
    this.socket.on('connect_error', () => {
      this.lost();
    });
  }

  private readonly closedByServer = new Set<() => void>();

  get status(): Readable<ConnectionStatus> {
    return this.cell;
  }

  open(): void {
    this.socket.connect();
  }

  /** Goes away and comes back as a stranger, for example with another account. */
  reopen(): void {
    this.socket.disconnect();
    this.cell.set({ kind: 'connecting' });
    this.socket.connect();
  }

  onClosedByServer(listener: () => void): () => void {
    this.closedByServer.add(listener);
    return () => this.closedByServer.delete(listener);
  }

  on<E extends keyof Pushes>(event: E, listener: (payload: Pushes[E]) => void): () => void {
    this.socket.on(event as string, listener as Listener);
    return () => this.socket.off(event as string, listener as Listener);
  }

  /** Sends and waits for the acknowledgement. */
  async request<E extends keyof Requests>(event: E, payload: Requests[E]['payload']): Promise<Requests[E]['answer']> {
    const answer = await this.emit(event, payload);
    return answer as Requests[E]['answer'];
  }

  /** Sends and waits for the named event, which is the answer; the acknowledgement only says whether it was refused. */
  exchange<E extends keyof Requests, A extends keyof Pushes>(
    event: E,
    payload: Requests[E]['payload'],
    answer: A,
  ): Promise<Pushes[A]> {
    return new Promise((resolve, reject) => {
      const errorEvent = `${event.slice(0, event.lastIndexOf(':'))}:error`;
      const done = (): void => {
        clearTimeout(timer);
        stopAnswer();
        this.socket.off(errorEvent, refused);
      };
      const refused = (problem: unknown): void => {
        done();
        reject(isProblem(problem) ? new RequestFailed(problem) : timeout(event));
      };
      const timer = setTimeout(() => {
        done();
        reject(timeout(event));
      }, ANSWER_WITHIN_MS);
      const stopAnswer = this.on(answer, (pushed) => {
        done();
        resolve(pushed);
      });
      this.socket.on(errorEvent, refused);
      this.emit(event, payload).catch((thrown: unknown) => {
        done();
        reject(thrown instanceof Error ? thrown : timeout(event));
      });
    });
  }

  private async emit(event: string, payload: object): Promise<unknown> {
    // Socket.IO would keep it and send it ahead of the session's restore; saying no lets the caller decide.
    if (!this.socket.connected) throw RequestFailed.local('network', 'There is no connection to the server just now.');
    let answer: unknown;
    try {
      answer = await this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, payload);
    } catch {
      throw timeout(event);
    }
    if (isProblem(answer)) throw new RequestFailed(answer);
    return answer;
  }

  private lost(): void {
    const now = this.cell.get();
    if (now.kind !== 'offline') this.cell.set({ kind: 'offline', sinceMs: Date.now() });
  }
}

function timeout(event: string): RequestFailed {
  return RequestFailed.local('timeout', `The server did not answer ${event}.`);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a request is to go wrong, once. */
export type Fault = 'drop' | 'drop answer' | { readonly status: number; readonly body: object };

interface Session {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly parts: Map<number, Buffer>;
}

export const TOKEN = 'a-token';

/** The uploads of docs/protocol.md §5 on a port of its own, with faults to order. Nothing is checked but what tests ask. */
export class UploadServer {
  readonly requests: string[] = [];
  readonly files = new Map<string, { name: string; state: string; bytes: Buffer; code?: string }>();
  readonly partsSent = new Map<number, number>();
  readonly foreignBearers: string[] = [];
  mostAtOnce = 0;
  /** Parts are answered only when so many are here together; then all are. */
  gather = 0;
  private readonly gathered: (() => void)[] = [];
  partSize = 3 * 1024 * 1024;
  /** Where parts go when not through this server. */
  store: string | null = null;
  private readonly sessions = new Map<string, Session>();
  private readonly faults = new Map<string, Fault[]>();
  private readonly server: Server;
  private atOnce = 0;
  private count = 0;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<UploadServer> {
    const started = new UploadServer();
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** The next requests of this kind go wrong, such as `PUT parts/2` or `POST complete`. */
  fail(kind: string, ...faults: readonly Fault[]): void {
    this.faults.set(kind, [...(this.faults.get(kind) ?? []), ...faults]);
  }

  times(kind: string): number {
    return this.requests.filter((each) => each === kind).length;
  }

  forgetSessions(): void {
    this.sessions.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const kind = kindOf(request);
    this.requests.push(kind);
    const fault = this.faults.get(kind)?.shift();
    this.atOnce++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      if (fault === 'drop') {
        request.once('data', () => request.socket.destroy());
        request.resume();
        return;
      }
      const body = await read(request);
      if (kind.startsWith('PUT parts/')) await this.together();
      const result =
        typeof fault === 'object' ? { status: fault.status, body: fault.body } : this.handle(request, kind, body);
      if (fault === 'drop answer') request.socket.destroy();
      else send(response, result);
    } catch {
      request.socket.destroy();
    } finally {
      this.atOnce--;
    }
  }

  private async together(): Promise<void> {
    if (this.gather === 0) return;
    await new Promise<void>((resolve) => {
      this.gathered.push(resolve);
      if (this.gathered.length < this.gather) return;
      this.gather = 0;
      for (const go of this.gathered.splice(0)) go();
    });
  }

  private handle(request: IncomingMessage, kind: string, body: Buffer): { status: number; body: object | null } {
    const path = (request.url ?? '').split('/');
    if (path[1] === 'store') {
      if (request.headers.authorization) this.foreignBearers.push(request.headers.authorization);
      return this.part(path[2] ?? '', Number(path[3]), body);
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return problem(401, 'unauthenticated');
    const id = path[4] ?? '';
    const session = this.sessions.get(id);
    if (kind === 'POST uploads') return { status: 201, body: this.stored('whole.bin', body) };
    if (kind === 'POST sessions') return this.open(JSON.parse(body.toString()) as { name: string; size: number });
    if (kind === 'GET file') return this.file(path[3] ?? '');
    if (!session) return problem(404, 'not_found');
    if (kind === 'GET session') return { status: 200, body: this.view(id, session) };
    if (kind === 'DELETE session') {
      this.sessions.delete(id);
      return { status: 204, body: null };
    }
    if (kind === 'POST urls') {
      const { parts } = JSON.parse(body.toString()) as { parts: number[] };
      return {
        status: 200,
        body: { urls: parts.map((part) => ({ part, url: `${this.store ?? ''}/${id}/${String(part)}` })) },
      };
    }
    if (kind === 'POST complete') return this.complete(id, session);
    return this.part(id, Number(path[6]), body);
  }

  private open({ name, size }: { name: string; size: number }): { status: number; body: object } {
    const id = `s${String(++this.count)}`;
    const session = { fileId: `f${String(this.count)}`, name, size, parts: new Map<number, Buffer>() };
    this.sessions.set(id, session);
    return { status: 201, body: this.view(id, session) };
  }

  private view(uploadId: string, { fileId, size, parts }: Session): object {
    const { partSize, store } = this;
    const partCount = Math.ceil(size / partSize);
    const expiresAt = '2030-01-01T00:00:00.000Z';
    return { uploadId, fileId, partSize, partCount, direct: store !== null, received: [...parts.keys()], expiresAt };
  }

  private part(id: string, part: number, body: Buffer): { status: number; body: object | null } {
    this.partsSent.set(part, (this.partsSent.get(part) ?? 0) + 1);
    const session = this.sessions.get(id);
    if (!session) return problem(404, 'not_found');
    session.parts.set(part, body);
    return { status: 204, body: null };
  }

  private complete(id: string, session: Session): { status: number; body: object } {
    this.sessions.delete(id);
    const parts = [...session.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
    return { status: 201, body: this.stored(session.name, Buffer.concat(parts), session.fileId) };
  }

  private stored(name: string, bytes: Buffer, fileId = `f${String(++this.count)}`): object {
    this.files.set(fileId, { name, state: 'queued', bytes });
    return { fileId, name, mime: 'image/jpeg', size: bytes.length, state: 'queued' };
  }

  private file(fileId: string): { status: number; body: object } {
    const file = this.files.get(fileId);
    if (!file) return problem(404, 'not_found');
    const { name, state, bytes, code } = file;
    return { status: 200, body: { file_id: fileId, name, mime: 'image/jpeg', size: bytes.length, state, code } };
  }
}

function kindOf({ method = '', url = '' }: IncomingMessage): string {
  const path = url.split('/').slice(3);
  if (url.startsWith('/store/')) return `${method} store/${url.split('/')[3] ?? ''}`;
  if (path.length === 0) return `${method} uploads`;
  if (path[0] !== 'sessions') return `${method} file`;
  if (path.length === 1) return `${method} sessions`;
  return path.length === 2 ? `${method} session` : `${method} ${path.slice(2).join('/')}`;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body }: { status: number; body: object | null }): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === null ? undefined : JSON.stringify(body));
}

export function problem(status: number, error: string, rest: object = {}): { status: number; body: object } {
  return { status, body: { ok: false, error, message: error, ...rest } };
}

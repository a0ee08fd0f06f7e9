import type { FileId } from '../../protocol/ids';
import type { Attachment } from '../../protocol/model';
import type { Quota, UploadAccepted, UploadPart, UploadSession } from '../../protocol/rest';
import { type JsonRequest, refusal, requestJson } from '../http';
import type { SendBody } from './sendBody';

export interface Sending {
  readonly signal: AbortSignal;
  readonly onProgress: (sent: number) => void;
}

/** The REST of docs/protocol.md §5 about uploads, with a bearer token for each request. */
export class UploadApi {
  constructor(
    private readonly origin: string,
    private readonly bearer: () => Promise<string>,
    private readonly send: SendBody,
  ) {}

  /** A whole body, such as a small file's form. */
  async post<T>(path: string, body: FormData, sending: Sending): Promise<T> {
    return (await this.put('POST', this.origin + path, body, { headers: await this.headers(), ...sending })) as T;
  }

  openSession(file: { readonly name: string; readonly size: number }): Promise<UploadSession> {
    return this.json('/api/uploads/sessions', { body: { name: file.name, size: file.size } });
  }

  session(uploadId: string): Promise<UploadSession> {
    return this.json(pathOf(uploadId));
  }

  /** One part through the server, or straight to the store when the session says that the store can be reached. */
  async sendPart(session: UploadSession, part: number, bytes: Blob, sending: Sending): Promise<void> {
    if (session.direct) {
      const body = { parts: [part] };
      const { urls } = await this.json<{ urls: readonly UploadPart[] }>(`${pathOf(session.uploadId)}/urls`, { body });
      const url = urls.find((each) => each.part === part)?.url ?? '';
      // The URL itself is the permission; a bearer token is none of the store's business.
      await this.put('PUT', url, bytes, { headers: {}, ...sending });
      return;
    }
    const headers = { ...(await this.headers()), 'content-type': 'application/octet-stream' };
    const url = `${this.origin}${pathOf(session.uploadId)}/parts/${String(part)}`;
    await this.put('PUT', url, bytes, { headers, ...sending });
  }

  complete(uploadId: string): Promise<UploadAccepted> {
    return this.json(`${pathOf(uploadId)}/complete`, { method: 'POST' });
  }

  async cancel(uploadId: string): Promise<void> {
    await this.json(pathOf(uploadId), { method: 'DELETE' });
  }

  file(fileId: FileId): Promise<Attachment> {
    return this.json(`/api/uploads/${encodeURIComponent(fileId)}`);
  }

  quota(): Promise<Quota> {
    return this.json('/api/uploads/quota');
  }

  async json<T>(path: string, request: JsonRequest = {}): Promise<T> {
    return requestJson<T>(this.origin + path, { ...request, bearer: await this.bearer() });
  }

  private async put(
    method: 'POST' | 'PUT',
    url: string,
    body: Blob | FormData,
    how: Sending & { readonly headers: Readonly<Record<string, string>> },
  ): Promise<unknown> {
    const { status, answer } = await this.send({ method, url, body, ...how });
    if (status >= 200 && status < 300) return answer;
    throw refusal(status, answer);
  }

  private async headers(): Promise<Record<string, string>> {
    return { accept: 'application/json', authorization: `Bearer ${await this.bearer()}` };
  }
}

function pathOf(uploadId: string): string {
  return `/api/uploads/sessions/${encodeURIComponent(uploadId)}`;
}

import type { InvitePreview, ServerInfo } from '../protocol/rest';
import { requestJson } from './http';

/** What the server tells anybody who asks. */
export const publicServer = {
  info: (): Promise<ServerInfo> => requestJson<ServerInfo>('/api/server'),
  invite: (code: string): Promise<InvitePreview> =>
    requestJson<InvitePreview>(`/api/invites/${encodeURIComponent(code)}`),
};
